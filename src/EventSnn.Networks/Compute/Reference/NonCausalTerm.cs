using System.Numerics;

namespace EventSnn.Networks.Compute.Reference;

/// <summary>dW += a_post (m h) (x) x, the non-causal term of TESS (arXiv 2502.01837): cost by what arrived in this step.</summary>
internal static class NonCausalTerm
{
    /// <summary>Adds the term of one stream.</summary>
    /// <typeparam name="T">float or double.</typeparam>
    /// <param name="plan">The layer.</param>
    /// <param name="state">The stream, its errors a_post m h made.</param>
    /// <param name="dw">The gradient of W, canonical layout.</param>
    public static void Add<T>(LayerPlan plan, ReferenceLayerState<T> state, T[] dw)
        where T : struct, IFloatingPointIeee754<T>
    {
        int inputPlane = plan.Input.Height * plan.Input.Width;
        int outputPlane = plan.Output.Height * plan.Output.Width;
        for (int n = 0; n < state.PostDelta.Length; n++)
        {
            T delta = state.PostDelta[n];
            if (delta == T.Zero)
            {
                continue;
            }

            int row = (n % outputPlane / plan.Output.Width * plan.Stride) - plan.Padding;
            int column = (n % plan.Output.Width * plan.Stride) - plan.Padding;
            int weights = n / outputPlane * plan.FanIn;
            foreach ((int input, T charge) in state.Arrivals)
            {
                int ky = (input % inputPlane / plan.Input.Width) - row;
                int kx = (input % plan.Input.Width) - column;
                if (ky >= 0 && ky < plan.KernelRows && kx >= 0 && kx < plan.KernelColumns)
                {
                    dw[weights + (((input / inputPlane * plan.KernelRows) + ky) * plan.KernelColumns) + kx] += delta * charge;
                }
            }
        }
    }
}
