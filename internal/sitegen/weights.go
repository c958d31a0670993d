package main

import (
	"lossexplorer/internal/classweights"
	"lossexplorer/internal/text"
)

// weightsPanel has the contents of the panel of class weights.
type weightsPanel struct {
	T       *text.Weights
	Methods []choice
}

func weightsOf(m *text.Messages) weightsPanel {
	p := weightsPanel{T: text.WeightsOf(m)}
	for i, s := range classweights.Schemes {
		p.Methods = append(p.Methods, choice{string(s), p.T.Methods[i], i == 0})
	}
	return p
}
