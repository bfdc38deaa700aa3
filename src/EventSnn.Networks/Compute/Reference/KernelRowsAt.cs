namespace EventSnn.Networks.Compute.Reference;

/// <summary>
/// The pairs of rows that one weight connects: for each output row the first neuron, the first input, and how many neurons
/// in that row see an input that is not padding.
/// </summary>
internal struct KernelRowsAt
{
    private readonly LayerPlan plan;
    private readonly int outputChannel;
    private readonly int inputChannel;
    private readonly int ky;
    private readonly int firstColumn;
    private readonly int inputColumn;
    private readonly int length;
    private int row;

    public KernelRowsAt(LayerPlan plan, int outputChannel, int inputChannel, int ky, int kx)
    {
        this.plan = plan;
        this.outputChannel = outputChannel;
        this.inputChannel = inputChannel;
        this.ky = ky;

        // Columns x with 0 <= x * stride + kx - padding < width.
        int offset = kx - plan.Padding;
        firstColumn = offset >= 0 ? 0 : (-offset + plan.Stride - 1) / plan.Stride;
        int end = plan.Input.Width - offset <= 0 ? 0 : ((plan.Input.Width - offset - 1) / plan.Stride) + 1;
        length = Math.Min(end, plan.Output.Width) - firstColumn;
        inputColumn = (firstColumn * plan.Stride) + offset;
        row = -1;
    }

    public readonly (int Neuron, int Input, int Length) Current
    {
        get
        {
            int inputRow = (row * plan.Stride) + ky - plan.Padding;
            return (
                (((outputChannel * plan.Output.Height) + row) * plan.Output.Width) + firstColumn,
                (((inputChannel * plan.Input.Height) + inputRow) * plan.Input.Width) + inputColumn,
                length);
        }
    }

    public readonly KernelRowsAt GetEnumerator() => this;

    public bool MoveNext()
    {
        while (++row < plan.Output.Height && length > 0)
        {
            int inputRow = (row * plan.Stride) + ky - plan.Padding;
            if (inputRow >= 0 && inputRow < plan.Input.Height)
            {
                return true;
            }
        }

        return false;
    }
}
