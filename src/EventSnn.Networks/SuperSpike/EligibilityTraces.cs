using System.Numerics;

namespace EventSnn.Networks.SuperSpike;

/// <summary>
/// The eligibility of every synapse of a layer, lam_ij = alpha * [s'(U_i) (eps * S_j)], and the gradient sum_t e_i lam_ij. Per synapse
/// three numbers are kept: the two stages of alpha and the sum.
/// </summary>
/// <remarks>
/// <para>
/// Per step, for every synapse, with a, b, c the kernel's rise, decay and gain: z = a z + S; zz = b zz + c z; lz = a lz + s' zz;
/// lzz = b lzz + c lz; m = m + e lzz. Between spikes this is x(t+1) = M_i(t) x(t) with x = (z, zz, lz, lzz, m), and M_i depends on
/// the neuron alone. So a block of steps needs only the products of M_i, made backwards from the block's end: what a unit of each
/// part of x at any moment has become by then. A synapse is touched once per block, and once per spike of its input.
/// </para>
/// <para>Exact: no trace is dropped, whatever its size. The paper's program skips traces below 1e-7 instead.</para>
/// </remarks>
internal sealed class EligibilityTraces
{
    /// <summary>Smaller numbers are made zero: far below rounding, and subnormal numbers would cost a hundred times the time.</summary>
    public const double Nothing = 1e-60;

    private readonly DoubleExponential kernel;
    private readonly int block;
    private readonly bool everyStep;
    private readonly int inputs;
    private readonly int neurons;
    private readonly double[] z;
    private readonly double[] zz;
    private readonly double[] lz;
    private readonly double[] lzz;
    private readonly double[] collected;
    private readonly double[] surrogate; // [neuron, step of the block]
    private readonly double[] error;
    private readonly List<(int Step, int Input)> arrivals = [];
    private readonly double[] arrivalLz;
    private readonly double[] arrivalLzz;
    private readonly double[] arrivalM;
    private int step;

    public EligibilityTraces(SuperSpikeOptions options, int inputs, int neurons)
    {
        kernel = new DoubleExponential(options);
        everyStep = options.Eligibility == EligibilityMode.EveryStep;
        block = everyStep ? 1 : options.BlockSteps;
        this.inputs = inputs;
        this.neurons = neurons;
        z = new double[inputs];
        zz = new double[inputs];
        lz = new double[neurons * inputs];
        lzz = new double[neurons * inputs];
        collected = new double[neurons * inputs];
        surrogate = new double[neurons * block];
        error = new double[neurons * block];
        arrivalLz = new double[block];
        arrivalLzz = new double[block];
        arrivalM = new double[block];
    }

    /// <summary>Numbers kept per synapse.</summary>
    public static int StatePerSynapse => 3;

    /// <summary>The gradient collected for a neuron's synapses, per input; complete at the end of a block.</summary>
    public Span<double> Collected(int neuron) => collected.AsSpan(neuron * inputs, inputs);

    /// <summary>lam of a neuron's synapses at the end of the last block.</summary>
    public ReadOnlySpan<double> Values(int neuron) => lzz.AsSpan(neuron * inputs, inputs);

    public void SetSurrogate(int neuron, double value) => surrogate[(neuron * block) + step] = value;

    public void SetError(int neuron, double value) => error[(neuron * block) + step] = value;

    /// <summary>Input spikes that arrive in this step.</summary>
    public void Arrive(List<int> spikes)
    {
        foreach (int j in spikes)
        {
            arrivals.Add((step, j));
        }
    }

    /// <summary>Ends a step whose surrogates, errors and arrivals are all set.</summary>
    public void EndStep()
    {
        if (++step < block)
        {
            return;
        }

        step = 0;
        if (everyStep)
        {
            StepAll();
        }
        else
        {
            CloseBlock();
        }

        arrivals.Clear();
    }

    /// <summary>Sets all traces to zero; collected gradients stay.</summary>
    public void Clear()
    {
        Array.Clear(z);
        Array.Clear(zz);
        Array.Clear(lz);
        Array.Clear(lzz);
        arrivals.Clear();
        step = 0;
    }

    private static double Flush(double value) => value < Nothing ? 0 : value;

    private void StepAll()
    {
        foreach ((_, int j) in arrivals)
        {
            z[j] += 1 / kernel.Rise; // so that the decay below leaves 1
        }

        var rise = new Vector<double>(kernel.Rise);
        var decay = new Vector<double>(kernel.Decay);
        var gain = new Vector<double>(kernel.Gain);
        var nothing = new Vector<double>(Nothing);
        int wide = inputs - (inputs % Vector<double>.Count);
        for (int j = 0; j < inputs; j++)
        {
            kernel.Step(ref z[j], ref zz[j], 0);
            z[j] = Flush(z[j]);
            zz[j] = Flush(zz[j]);
        }

        for (int i = 0; i < neurons; i++)
        {
            double s = surrogate[i];
            double e = error[i];
            Span<double> rowZ = lz.AsSpan(i * inputs, inputs);
            Span<double> rowZz = lzz.AsSpan(i * inputs, inputs);
            Span<double> rowM = collected.AsSpan(i * inputs, inputs);
            for (int j = 0; j < wide; j += Vector<double>.Count)
            {
                Vector<double> l = (rise * new Vector<double>(rowZ[j..])) + (s * new Vector<double>(zz, j));
                Vector<double> ll = (decay * new Vector<double>(rowZz[j..])) + (gain * l);
                l = Vector.ConditionalSelect(Vector.LessThan(l, nothing), Vector<double>.Zero, l);
                ll = Vector.ConditionalSelect(Vector.LessThan(ll, nothing), Vector<double>.Zero, ll);
                l.CopyTo(rowZ[j..]);
                ll.CopyTo(rowZz[j..]);
                (new Vector<double>(rowM[j..]) + (e * ll)).CopyTo(rowM[j..]);
            }

            for (int j = wide; j < inputs; j++)
            {
                kernel.Step(ref rowZ[j], ref rowZz[j], s * zz[j]);
                rowZ[j] = Flush(rowZ[j]);
                rowZz[j] = Flush(rowZz[j]);
                rowM[j] += e * rowZz[j];
            }
        }
    }

    private void CloseBlock()
    {
        for (int i = 0; i < neurons; i++)
        {
            Propagator p = Propagate(i);
            Apply(i, p);
            Span<double> rowZ = lz.AsSpan(i * inputs, inputs);
            Span<double> rowZz = lzz.AsSpan(i * inputs, inputs);
            Span<double> rowM = collected.AsSpan(i * inputs, inputs);
            foreach ((int k, int j) in arrivals)
            {
                rowZ[j] += arrivalLz[k];
                rowZz[j] += arrivalLzz[k];
                rowM[j] += arrivalM[k];
            }
        }

        DecayInputs();
    }

    /// <summary>
    /// Walks the block backwards. r is the row (z, zz, lz, lzz) that turns the state after a step into one component at the block's
    /// end; one row each for lz, lzz and m. Keeps what a spike at each step becomes.
    /// </summary>
    private Propagator Propagate(int neuron)
    {
        double a = kernel.Rise;
        double b = kernel.Decay;
        double c = kernel.Gain;
        ReadOnlySpan<double> s = surrogate.AsSpan(neuron * block, block);
        ReadOnlySpan<double> e = error.AsSpan(neuron * block, block);
        double zL = 0, zzL = 0, lzL = 1;
        double zK = 0, zzK = 0, lzK = 0, lzzK = 1;
        double zM = 0, zzM = 0, lzM = 0, lzzM = 0;
        for (int k = s.Length - 1; k >= 0; k--)
        {
            // Towards lz: nothing comes from lzz.
            double gzz = zzL + (s[k] * lzL);
            double gz = zL + (c * gzz);
            arrivalLz[k] = gz;
            (zL, zzL, lzL) = (a * gz, b * gzz, a * lzL);

            // Towards lzz.
            double glz = lzK + (c * lzzK);
            gzz = zzK + (s[k] * glz);
            gz = zK + (c * gzz);
            arrivalLzz[k] = gz;
            (zK, zzK, lzK, lzzK) = (a * gz, b * gzz, a * glz, b * lzzK);

            // Towards m.
            double glzz = lzzM + e[k];
            glz = lzM + (c * glzz);
            gzz = zzM + (s[k] * glz);
            gz = zM + (c * gzz);
            arrivalM[k] = gz;
            (zM, zzM, lzM, lzzM) = (a * gz, b * gzz, a * glz, b * glzz);
        }

        return new(zL, zzL, lzL, zK, zzK, lzK, lzzK, zM, zzM, lzM, lzzM);
    }

    private void Apply(int neuron, in Propagator p)
    {
        Span<double> rowZ = lz.AsSpan(neuron * inputs, inputs);
        Span<double> rowZz = lzz.AsSpan(neuron * inputs, inputs);
        Span<double> rowM = collected.AsSpan(neuron * inputs, inputs);
        int wide = inputs - (inputs % Vector<double>.Count);
        var nothing = new Vector<double>(Nothing);
        for (int j = 0; j < wide; j += Vector<double>.Count)
        {
            var vz = new Vector<double>(z, j);
            var vzz = new Vector<double>(zz, j);
            var l = new Vector<double>(rowZ[j..]);
            var ll = new Vector<double>(rowZz[j..]);
            Vector<double> newL = (p.ZToLz * vz) + (p.ZzToLz * vzz) + (p.LzToLz * l);
            Vector<double> newLl = (p.ZToLzz * vz) + (p.ZzToLzz * vzz) + (p.LzToLzz * l) + (p.LzzToLzz * ll);
            Vector.ConditionalSelect(Vector.LessThan(newL, nothing), Vector<double>.Zero, newL).CopyTo(rowZ[j..]);
            Vector.ConditionalSelect(Vector.LessThan(newLl, nothing), Vector<double>.Zero, newLl).CopyTo(rowZz[j..]);
            (new Vector<double>(rowM[j..]) + (p.ZToM * vz) + (p.ZzToM * vzz) + (p.LzToM * l) + (p.LzzToM * ll)).CopyTo(rowM[j..]);
        }

        for (int j = wide; j < inputs; j++)
        {
            double l = rowZ[j];
            double ll = rowZz[j];
            rowZ[j] = Flush((p.ZToLz * z[j]) + (p.ZzToLz * zz[j]) + (p.LzToLz * l));
            rowZz[j] = Flush((p.ZToLzz * z[j]) + (p.ZzToLzz * zz[j]) + (p.LzToLzz * l) + (p.LzzToLzz * ll));
            rowM[j] += (p.ZToM * z[j]) + (p.ZzToM * zz[j]) + (p.LzToM * l) + (p.LzzToM * ll);
        }
    }

    private void DecayInputs()
    {
        // What z = 1 and zz = 1 become over n steps.
        double zToZ = 1;
        double zToZz = 0;
        double zzToZz = 1;
        Span<double> spikeZ = stackalloc double[block];
        Span<double> spikeZz = stackalloc double[block];
        for (int k = block - 1; k >= 0; k--)
        {
            double gz = zToZz + (kernel.Gain * zzToZz);
            spikeZ[k] = zToZ;
            spikeZz[k] = gz;
            zToZ *= kernel.Rise;
            zToZz = kernel.Rise * gz;
            zzToZz *= kernel.Decay;
        }

        for (int j = 0; j < inputs; j++)
        {
            zz[j] = Flush((zzToZz * zz[j]) + (zToZz * z[j]));
            z[j] = Flush(z[j] * zToZ);
        }

        foreach ((int k, int j) in arrivals)
        {
            z[j] += spikeZ[k];
            zz[j] += spikeZz[k];
        }
    }

    private readonly record struct Propagator(
        double ZToLz, double ZzToLz, double LzToLz,
        double ZToLzz, double ZzToLzz, double LzToLzz, double LzzToLzz,
        double ZToM, double ZzToM, double LzToM, double LzzToM);
}
