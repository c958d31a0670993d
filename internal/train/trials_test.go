package train

import (
	"math"
	"testing"

	"lossexplorer/losscore"
)

// The trials are runs with the seeds in turn.
func TestTrials(t *testing.T) {
	loss := losscore.Focal{Gamma: 2}
	var trials Trials
	first, _ := trained(t, loss, nil)
	trials.Start(first.Setup, 0.4)
	if s := trials.Of(ECE, WithLoss); !math.IsNaN(s.Mean) {
		t.Errorf("before the first run there is a mean of %g", s.Mean)
	}
	for calls := 0; ; calls++ {
		done, err := trials.Step(loss, 300)
		if err != nil {
			t.Fatal(err)
		}
		if done {
			if want := (Seeds*Steps+299)/300 - 1; calls != want || trials.Done() != Seeds {
				t.Errorf("done after %d calls, want %d, with %d runs", calls, want, trials.Done())
			}
			break
		}
		if calls > Seeds*Steps {
			t.Fatal("the trials do not end")
		}
	}
	var want [Seeds]float64
	for k := range Seeds {
		r, v := trained(t, loss, func(s *Setup) { s.Sample.Seed += uint64(k) })
		if k == 0 && r.Results[0].ECE != first.Results[0].ECE {
			t.Error("the first run is not that of the setup")
		}
		for i := range Models {
			got := [...]float64{trials.values[Precision][i][k], trials.values[Recall][i][k],
				trials.values[AveragePrecision][i][k], trials.values[ECE][i][k],
				trials.values[MendedECE][i][k]}
			c := r.Results[i].At(0.4)
			if want := [...]float64{c.Precision(), c.Recall(), v.AP[i], v.ECE[i],
				v.MendedECE[i]}; got != want {
				t.Errorf("run %d, model %d: %v, want %v", k, i, got, want)
			}
		}
		want[k] = v.ECE[WithLoss] - v.ECE[WithCross]
	}
	if got := trials.Change(ECE); got != spread(want[:]) || !trials.Differs(ECE) {
		t.Errorf("the change of the calibration error is %+v, want %+v", got, spread(want[:]))
	}
	if trials.Differs(AveragePrecision) {
		t.Errorf("average precision differs by %+v", trials.Change(AveragePrecision))
	}
}

func TestSpread(t *testing.T) {
	if s := spread([]float64{1, 2, 3, 4, 5}); s.Mean != 3 ||
		math.Abs(s.Deviation-math.Sqrt(2.5)) > 1e-15 {
		t.Errorf("%+v", s)
	}
	if s := spread([]float64{7}); s != (Spread{7, 0}) {
		t.Errorf("%+v", s)
	}
}

func TestDiffers(t *testing.T) {
	trials := Trials{done: Seeds}
	trials.values[Recall][WithLoss] = [Seeds]float64{1, 2, 3, 4, 5} // 3 ± 0.71, 4.2 standard errors
	trials.values[ECE][WithLoss] = [Seeds]float64{-1, 2, 3, 4, 5}   // 2.6 ± 1.03, 2.5 of them
	if !trials.Differs(Recall) || trials.Differs(ECE) {
		t.Errorf("recall %v, ECE %v", trials.Differs(Recall), trials.Differs(ECE))
	}
}
