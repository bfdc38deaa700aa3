using EventSnn.Events.Random;
using EventSnn.Networks.FixedFeedback;

namespace EventSnn.Networks.Tests.FixedFeedback;

public sealed class FixedFeedbackTests
{
    [Fact]
    public void The_duty_cycle_is_the_length_of_a_spike_over_the_interval()
    {
        var options = new FixedFeedbackOptions { Sizes = [1, 1] };
        foreach (double current in new[] { .39, .5, 1, 5, 20, 40 })
        {
            // v after n steps is current (1 - (1 - leak)^n).
            double n = current <= .4 ? double.PositiveInfinity : Math.Floor(Math.Log(1 - (.4 / current)) / Math.Log(1 - options.Leak)) + 1;
            RateCurve.DutyCycle(options, current).ShouldBe(4 / (n + 3), .003, $"current {current}");
        }
    }

    [Fact]
    public void The_fitted_curve_lies_close_to_the_simulated_neuron()
    {
        (RateCurve curve, double error) = RateCurve.Fit(new FixedFeedbackOptions { Sizes = [1, 1] });
        error.ShouldBeLessThan(.08); // measured .068: the simulated rate has steps, its period is a whole number of steps
        curve.C1.ShouldBeInRange(.6, 1.1);
        curve.C2.ShouldBeInRange(.04, .16);
    }

    [Fact]
    public void The_teaching_signal_is_the_derivative_of_the_curve()
    {
        var curve = new RateCurve(.82, .08);
        for (double j = .5; j < 40; j++)
        {
            curve.Derivative(j).ShouldBe((curve.Value(j + 1e-6) - curve.Value(j - 1e-6)) / 2e-6, 1e-8);
        }

        curve.Derivative(-1).ShouldBe(0);
    }

    [Fact]
    public void One_step_changes_weights_by_the_rule_and_nothing_else()
    {
        var options = new FixedFeedbackOptions { Sizes = [6, 5, 3], Steps = 1, BurnInSteps = 0, InputGain = 1, WeightDeviation = 20 };
        var network = new FixedFeedbackNetwork(options);
        float[] before0 = network.Weights(0).ToArray();
        float[] before1 = network.Weights(1).ToArray();
        network.Present([1, 0, 1, 0, 0, 1], label: 2);
        float[] e = [.. network.Counts.ToArray().Select((c, k) => c - (k == 2 ? 1f : 0))];
        for (int n = 0; n < 5; n++)
        {
            double d = 0;
            for (int k = 0; k < 3; k++)
            {
                d += network.Feedback(0)[(k * 5) + n] * e[k];
            }

            d *= network.Curve.Derivative(network.Currents(0)[n]);
            for (int i = 0; i < 6; i++)
            {
                double change = network.Weights(0)[(i * 5) + n] - before0[(i * 5) + n];
                change.ShouldBe(i is 0 or 2 or 5 ? -d / 6 : 0, 1e-5 * (1 + Math.Abs(d)));
            }
        }

        for (int k = 0; k < 3; k++)
        {
            double change = network.Weights(1)[k] - before1[k];
            (change == 0 || Math.Abs(change + (e[k] / 5)) < 1e-4).ShouldBeTrue();
        }
    }

    [Fact]
    public void Noisy_prototypes_are_learned_through_two_hidden_layers()
    {
        RandomStream random = new(5);
        float[][] prototypes = [.. Enumerable.Range(0, 4).Select(_ => Enumerable.Range(0, 64).Select(_ => random.NextDouble() < .3 ? 1f : 0).ToArray())];
        var network = new FixedFeedbackNetwork(new FixedFeedbackOptions { Sizes = [64, 60, 60, 4], WeightDeviation = .3, Seed = 2 });
        int right = 0;
        for (int n = 0; n < 500; n++)
        {
            int label = random.NextInt32(4);
            float[] sample = [.. prototypes[label].Select(p => random.NextDouble() < .1 ? 1 - p : p)];
            int answer = network.Present(sample, n < 400 ? label : -1);
            right += n >= 400 && answer == label ? 1 : 0;
        }

        right.ShouldBeGreaterThanOrEqualTo(60); // measured 75; chance is 25
    }
}
