using System.Numerics;
using EventSnn.Networks.Compute;
using EventSnn.Networks.Definitions;
using EventSnn.Networks.EndToEnd;

namespace EventSnn.Networks.Bptt;

/// <summary>
/// One layer of DECOLLE's equations, forward over a clip and back through it. The traces are linear and the same for all inputs of a layer, so they
/// are taken after the weights and not before: I = beta I + qg W.x; V = alpha V + pg I; R = alpharp R - rg S; U = V + b + R.
/// </summary>
/// <typeparam name="T">float or double.</typeparam>
internal sealed class BpttLayer<T>
    where T : struct, IFloatingPointIeee754<T>
{
    private readonly SpikeConnections<T> connections;
    private readonly BpttOptions options;
    private readonly List<BpttStep<T>> steps = [];
    private readonly T alpha;
    private readonly T beta;
    private readonly T synapseGain;
    private readonly T membraneGain;
    private readonly T refractoryDecay;
    private readonly T refractoryGain;
    private readonly bool newSynapse;
    private readonly bool smooth;
    private readonly SurrogateKind surrogate;
    private readonly T[] drive;
    private readonly T[] current;
    private readonly T[] membrane;
    private readonly T[] refractory;
    private readonly T[] deltaU;
    private readonly T[] deltaMembrane;
    private readonly T[] deltaCurrent;
    private readonly T[] deltaRefractory;

    public BpttLayer(SpikeConnections<T> connections, BpttOptions options)
    {
        this.connections = connections;
        this.options = options;
        NeuronDefinition neuron = connections.Plan.Definition.Neuron;
        alpha = T.CreateTruncating(neuron.Alpha);
        beta = T.CreateTruncating(neuron.Beta);
        synapseGain = T.CreateTruncating(neuron.SynapseGain(neuron.Beta));
        membraneGain = T.CreateTruncating(neuron.MembraneGain(neuron.Alpha));
        refractoryDecay = T.CreateTruncating(neuron.AlphaRefractory);
        refractoryGain = T.CreateTruncating(neuron.RefractoryGain);
        newSynapse = neuron.NewSynapse;
        surrogate = neuron.Surrogate;
        smooth = neuron.Activation == ActivationKind.SurrogateAntiderivative;
        int neurons = connections.Plan.Output.Size;
        drive = new T[neurons];
        current = new T[neurons];
        membrane = new T[neurons];
        refractory = new T[neurons];
        deltaU = new T[neurons];
        deltaMembrane = new T[neurons];
        deltaCurrent = new T[neurons];
        deltaRefractory = new T[neurons];
    }

    public SpikeConnections<T> Connections => connections;

    /// <summary>What a step showed.</summary>
    public SpikeList<T> Out(int step) => steps[step].Out;

    /// <summary>Numbers kept of some steps.</summary>
    public long Retained(int count) => steps.Take(count).Sum(s => (long)s.Retained);

    /// <summary>Begins a clip.</summary>
    public void Begin()
    {
        Array.Clear(current);
        Array.Clear(membrane);
        Array.Clear(refractory);
    }

    /// <summary>One step.</summary>
    /// <param name="step">Its number in the clip.</param>
    /// <param name="place">Where it is kept; 0 where nothing is to be learned.</param>
    /// <param name="x">What comes in.</param>
    /// <param name="before">Where the step before is kept.</param>
    public void Forward(int step, int place, SpikeList<T> x, int before)
    {
        if (steps.Count <= place)
        {
            steps.Add(new BpttStep<T>(connections.Plan));
        }

        BpttStep<T> here = steps[place];
        T[] last = steps[before].U;
        Array.Clear(drive);
        connections.Forward(x, drive);
        T[] bias = connections.Bias.Values;
        for (int n = 0; n < drive.Length; n++)
        {
            T old = current[n];
            current[n] = (beta * old) + (synapseGain * drive[n]);
            membrane[n] = (alpha * membrane[n]) + (membraneGain * (newSynapse ? current[n] : old));
            T spike = step == 0 ? T.Zero : Fire(last[n]);
            refractory[n] = (refractoryDecay * refractory[n]) - (refractoryGain * spike);
            here.U[n] = membrane[n] + bias[n % bias.Length] + refractory[n];
        }

        connections.Pool(here.U, here.Winner);
        here.Out.Clear();
        for (int f = 0; f < here.Winner.Length; f++)
        {
            T s = Fire(here.U[here.Winner[f]]);
            if (s != T.Zero)
            {
                here.Out.Add(f, s);
            }
        }
    }

    /// <summary>Begins the way back.</summary>
    public void BeginBackward()
    {
        Array.Clear(deltaMembrane);
        Array.Clear(deltaCurrent);
        Array.Clear(deltaRefractory);
    }

    /// <summary>One step back.</summary>
    /// <param name="step">The step.</param>
    /// <param name="x">What came in.</param>
    /// <param name="ds">dL/ds of what went out.</param>
    /// <param name="dx">Receives dL/dx; null where nobody asks.</param>
    public void Backward(int step, SpikeList<T> x, T[] ds, T[]? dx)
    {
        BpttStep<T> here = steps[step];
        for (int n = 0; n < deltaU.Length; n++)
        {
            // S of this step went into R of the next.
            deltaU[n] = options.DetachReset ? T.Zero : -refractoryGain * deltaRefractory[n] * Surrogates.Derivative(surrogate, here.U[n]);
        }

        for (int f = 0; f < here.Winner.Length; f++)
        {
            int n = here.Winner[f];
            deltaU[n] += ds[f] * Surrogates.Derivative(surrogate, here.U[n]);
        }

        for (int n = 0; n < deltaU.Length; n++)
        {
            deltaRefractory[n] = deltaU[n] + (refractoryDecay * deltaRefractory[n]);
            T later = deltaMembrane[n];
            deltaMembrane[n] = deltaU[n] + (alpha * later);
            deltaCurrent[n] = (membraneGain * (newSynapse ? deltaMembrane[n] : later)) + (beta * deltaCurrent[n]);
            drive[n] = synapseGain * deltaCurrent[n];
        }

        connections.AddBiasGradient(deltaU);
        connections.AddGradient(x, drive);
        if (dx is not null)
        {
            connections.PullBack(drive, dx);
        }
    }

    private T Fire(T u) => smooth ? Surrogates.Antiderivative(surrogate, u) : Surrogates.Spikes(surrogate, u) ? T.One : T.Zero;
}
