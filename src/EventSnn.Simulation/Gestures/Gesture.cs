namespace EventSnn.Simulation.Gestures;

/// <summary>The 11 classes of the DvsGesture set; the value plus 1 is the class number in its label files.</summary>
public enum Gesture
{
    /// <summary>Class 1.</summary>
    HandClapping,

    /// <summary>Class 2. Right and left are the person's own; the right hand is on the left of the picture.</summary>
    RightHandWave,

    /// <summary>Class 3.</summary>
    LeftHandWave,

    /// <summary>Class 4. Clockwise as the person sees it: counter-clockwise in the picture.</summary>
    RightArmClockwise,

    /// <summary>Class 5.</summary>
    RightArmCounterClockwise,

    /// <summary>Class 6.</summary>
    LeftArmClockwise,

    /// <summary>Class 7.</summary>
    LeftArmCounterClockwise,

    /// <summary>Class 8.</summary>
    ArmRoll,

    /// <summary>Class 9.</summary>
    AirDrums,

    /// <summary>Class 10.</summary>
    AirGuitar,

    /// <summary>Class 11: anything else; every person invents one.</summary>
    Other,
}
