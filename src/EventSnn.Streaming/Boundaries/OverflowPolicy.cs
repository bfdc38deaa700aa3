namespace EventSnn.Streaming.Boundaries;

/// <summary>What a bounded boundary does with an item when it is full.</summary>
public enum OverflowPolicy
{
    /// <summary>The producer waits. Nothing is lost; right for recordings.</summary>
    Wait,

    /// <summary>The item that waited longest is dropped. Right for a live view: what is shown is recent.</summary>
    DropOldest,

    /// <summary>The new item is dropped. Right where what is queued must stay contiguous.</summary>
    DropNewest,
}
