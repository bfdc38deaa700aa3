namespace EventSnn.Cameras.Sockets;

/// <summary>What the number of a datagram means.</summary>
internal enum SequenceVerdict
{
    /// <summary>The one expected.</summary>
    InOrder,

    /// <summary>Some before it are missing.</summary>
    Gap,

    /// <summary>One that was missing.</summary>
    Late,

    /// <summary>One that came already.</summary>
    Duplicate,

    /// <summary>The sender counts from anew.</summary>
    Restarted,
}
