namespace EventSnn.Simulation.Gestures.Light;

/// <summary>The lightings of a recording; the names are those of the DvsGesture set.</summary>
public enum Lighting
{
    /// <summary>Tubes at the ceiling: bright, from everywhere, flickering with twice the mains frequency.</summary>
    Fluorescent,

    /// <summary>Lamps in front: steady, from one side above.</summary>
    Led,

    /// <summary>A window: darker, from one side, with shadows, and clouds that pass slowly.</summary>
    Natural,
}
