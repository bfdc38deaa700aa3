using EventSnn.Networks.Neurons;
using EventSnn.Networks.Stdp;

namespace EventSnn.Networks.Tests.Stdp;

public sealed class StdpTests
{
    [Fact]
    public void A_pair_reproduces_the_window()
    {
        var options = new StdpOptions();
        for (int d = -60; d <= 60; d++)
        {
            var synapses = new StdpSynapses(options, 1, 1);
            synapses.Weights[0] = .5;
            for (int t = 0; t < 130; t++)
            {
                synapses.Step(t == 65 ? [0] : [], t == 65 + d ? [0] : []);
            }

            (synapses.Weights[0] - .5).ShouldBe(options.Window(d), 1e-12, $"{d} ms");
        }
    }

    [Fact]
    public void All_pairs_count()
    {
        var options = new StdpOptions();
        int[] pre = [3, 10, 11, 40];
        int[] post = [5, 10, 30, 41];
        var synapses = new StdpSynapses(options, 1, 1);
        synapses.Weights[0] = .5;
        for (int t = 0; t < 50; t++)
        {
            synapses.Step(pre.Contains(t) ? [0] : [], post.Contains(t) ? [0] : []);
        }

        double expected = pre.SelectMany(a => post.Select(b => options.Window(b - a))).Sum();
        (synapses.Weights[0] - .5).ShouldBe(expected, 1e-12);
    }

    [Fact]
    public void Weights_stay_in_their_box()
    {
        var synapses = new StdpSynapses(new StdpOptions { Potentiation = .9, Depression = .9 }, 2, 1);
        synapses.Weights[0] = .9;
        synapses.Weights[1] = .1;
        synapses.Step([0], []);
        synapses.Step([], [0]);
        synapses.Step([1], []);
        synapses.Weights.ShouldBe([1, 0]);
    }

    [Fact]
    public void A_constant_input_fires_a_leaky_neuron_when_the_closed_form_says_or_never()
    {
        foreach (double beta in new[] { .5, .9, .95 })
        {
            foreach (double input in new[] { .04, .06, .11, .3, .51, 2 })
            {
                var neuron = new LeakyNeuron(beta);
                long? first = null;
                for (int n = 1; n <= 2000 && first is null; n++)
                {
                    first = neuron.Step(input) ? n : null;
                }

                first.ShouldBe(LeakyNeuron.FirstSpike(beta, 1, input), $"beta {beta}, input {input}");
                (first is not null).ShouldBe(input / (1 - beta) > 1);
            }
        }
    }
}
