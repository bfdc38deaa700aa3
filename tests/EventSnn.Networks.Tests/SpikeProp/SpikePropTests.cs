using EventSnn.Networks.SpikeProp;

namespace EventSnn.Networks.Tests.SpikeProp;

public sealed class SpikePropTests
{
    [Fact]
    public void The_gradient_is_that_of_the_spike_times()
    {
        var network = new SpikePropNetwork(3, 4, 2, seed: 3, inhibitory: 1);
        double[] inputs = [0, 6, 2];
        double[] targets = [12, 15];
        double[][] gradients = [new double[network.Weights(0).Length], new double[network.Weights(1).Length]];
        network.Run(inputs);
        network.Gradient(targets, gradients);
        const double h = 1e-6;
        for (int layer = 0; layer < 2; layer++)
        {
            double largest = gradients[layer].Max(Math.Abs);
            largest.ShouldBeGreaterThan(0);
            for (int w = 0; w < gradients[layer].Length; w += 3)
            {
                double Error(double by)
                {
                    network.Weights(layer)[w] += by;
                    network.Run(inputs);
                    double error = 0;
                    for (int k = 0; k < 2; k++)
                    {
                        error += Math.Pow(network.Outputs[k] - targets[k], 2) / 2;
                    }

                    network.Weights(layer)[w] -= by;
                    return error;
                }

                gradients[layer][w].ShouldBe((Error(h) - Error(-h)) / (2 * h), 1e-4 * largest);
            }
        }
    }

    [Fact]
    public void Exclusive_or_is_learned_in_spike_times_whatever_the_draw()
    {
        int?[] epochs = [.. Enumerable.Range(1, 10).Select(s => new SpikePropXorTask((ulong)s).LearnUntil(1, 500))];
        epochs.ShouldAllBe(e => e != null);
    }
}
