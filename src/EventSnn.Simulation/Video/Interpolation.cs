namespace EventSnn.Simulation.Video;

/// <summary>What happens between two frames.</summary>
public enum Interpolation
{
    /// <summary>Every pixel goes from one brightness to the other on a straight line. Fast; a moving edge fades out here and in there.</summary>
    CrossFade,

    /// <summary>Things move: dense optical flow between the two frames, along which both are shifted and blended.</summary>
    Motion,
}
