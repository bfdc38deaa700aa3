using EventSnn.Events.Binning;
using EventSnn.Networks.Definitions;

namespace EventSnn.Training.Rules;

/// <summary>Sizes of a definition.</summary>
internal static class Geometry
{
    /// <summary>Neurons of all layers, before pooling.</summary>
    public static int Neurons(NetworkDefinition definition)
    {
        int sum = 0;
        InputShape shape = definition.Input;
        foreach (LayerDefinition layer in definition.Layers)
        {
            sum += layer.OutputShape(shape).Size;
            shape = layer.PooledShape(shape);
        }

        return sum;
    }
}
