using EventSnn.Networks.Definitions;

namespace EventSnn.Training.DataSets;

/// <summary>Which class of a model each class of a data set is, by name.</summary>
public sealed class ClassMap
{
    private readonly int[] map;

    /// <summary>Matches names.</summary>
    /// <param name="dataSet">The data set.</param>
    /// <param name="model">The model.</param>
    /// <exception cref="TrainingException">No class of the data set is known to the model.</exception>
    public ClassMap(ClipDataSet dataSet, NetworkDefinition model)
    {
        ArgumentNullException.ThrowIfNull(dataSet);
        ArgumentNullException.ThrowIfNull(model);
        string[] names = [.. model.ClassNames];
        map = [.. dataSet.ClassNames.Select(n => Array.IndexOf(names, n))];
        if (map.All(c => c < 0))
        {
            throw new TrainingException(
                $"{dataSet.Folder}: expected classes that the model knows ({string.Join(", ", names)}), found none of them "
                + $"({string.Join(", ", dataSet.ClassNames)}). Model and data set do not belong together.");
        }
    }

    /// <summary>The model's class for a class of the data set; -1 where the model does not know it.</summary>
    /// <param name="label">The data set's class.</param>
    public int this[int label] => map[label];
}
