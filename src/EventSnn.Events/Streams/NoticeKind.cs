namespace EventSnn.Events.Streams;

/// <summary>What a <see cref="StreamNotice"/> tells.</summary>
public enum NoticeKind
{
    /// <summary>The sensor's clock was set back to zero; later times are not comparable with earlier ones.</summary>
    TimestampReset,

    /// <summary>Time stepped back within the stream without a reset.</summary>
    TimestampBackward,

    /// <summary>No events for longer than the pipeline fills with empty steps; that time was skipped.</summary>
    TimestampGap,

    /// <summary>Events were lost because a bounded queue was full.</summary>
    Overflow,

    /// <summary>The source lost its device or connection.</summary>
    Disconnected,

    /// <summary>The source has its device or connection again.</summary>
    Reconnected,

    /// <summary>Content could not be used and was passed over (damaged packet, cut end of file).</summary>
    Damaged,

    /// <summary>Numbered packets of a network camera are missing, came late or came twice.</summary>
    SequenceFault,

    /// <summary>A live pipeline could not follow and passed over event time, so that what it says is about now.</summary>
    TimeSkipped,

    /// <summary>A live pipeline could not follow and took labelled steps without learning from them.</summary>
    LearningSkipped,
}
