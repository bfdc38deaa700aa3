namespace EventSnn.Recordings.Reading;

/// <summary>Why a record that has the form of a pixel event was not delivered.</summary>
public enum SkipReason
{
    /// <summary>The record's own valid bit is 0 (AEDAT 3.1).</summary>
    Invalid,

    /// <summary>The word carries a frame sample, an IMU value or a trigger, not a pixel event (AEDAT 1 and 2).</summary>
    NotAPixel,

    /// <summary>The event came before the first word that tells the time (Prophesee EVT).</summary>
    BeforeFirstTime,

    /// <summary>The coordinates lie outside the declared sensor.</summary>
    OutsideSensor,

    /// <summary>The record is damaged or cut.</summary>
    Damaged,

    /// <summary>The record is of a kind that this format reserves or that carries no pixel change.</summary>
    Reserved,
}
