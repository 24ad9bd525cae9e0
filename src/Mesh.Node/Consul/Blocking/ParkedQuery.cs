namespace Mesh.Node.Consul.Blocking;

/// <summary>
/// A blocking query that waits: its task ends at a change of its topic, at its time, or when it is given up. A link of
/// two lists, that of its topic and that of its time, so that there are no others to keep.
/// </summary>
internal sealed class ParkedQuery(ParkingLot lot, string topic, long due)
    : TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously)
{
    public string Topic { get; } = topic;

    /// <summary>The tick of the wheel at which it ends.</summary>
    public long Due { get; } = due;

    /// <summary>It has ended by time or was given up: not by a change.</summary>
    public bool IsOver { get; set; }

    public bool IsParked { get; set; }

    public ParkedQuery? NextOfTopic { get; set; }

    public ParkedQuery? PreviousOfTopic { get; set; }

    public ParkedQuery? NextOfSlot { get; set; }

    public ParkedQuery? PreviousOfSlot { get; set; }

    /// <summary>Gives it up.</summary>
    public void Leave() => lot.Leave(this);
}
