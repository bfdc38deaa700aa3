namespace EventSnn.Cameras;

/// <summary>A camera cannot be reached, or does not speak as it should. The message names the camera, what was expected, what was found, and how to go on.</summary>
#pragma warning disable RCS1194 // The usual constructors would allow an error without camera, expectation and finding.
public sealed class CameraException : Exception
#pragma warning restore RCS1194
{
    /// <summary>Creates the exception.</summary>
    /// <param name="camera">The camera's address.</param>
    /// <param name="expected">What should have been there, as a noun phrase.</param>
    /// <param name="found">What was there instead, as a noun phrase.</param>
    /// <param name="wayOn">One sentence about how to go on; null where there is nothing to advise.</param>
    /// <param name="inner">The cause, where another exception told of it.</param>
    public CameraException(string camera, string expected, string found, string? wayOn = null, Exception? inner = null)
        : base($"{camera}: expected {expected}, found {found}.{(wayOn is null ? string.Empty : " " + wayOn)}", inner)
        => Camera = camera;

    /// <summary>The camera's address.</summary>
    public string Camera { get; }
}
