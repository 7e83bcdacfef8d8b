"""Result and opinion (調査結果・意見) on paper, as a draft and as signed."""
