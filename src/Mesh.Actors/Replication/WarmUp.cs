using System.Collections.Immutable;
using Mesh.Catalog;

namespace Mesh.Replication;

/// <summary>
/// How a joining node fills up: it asks one member after the other what there is, pulls what it lacks, a few buckets at
/// a time, and is warm when nothing is missing. Without other members it is warm at once. Pure; time is the caller's.
/// </summary>
internal sealed record WarmUp
{
    /// <summary>Buckets asked for at once: few enough that a large mesh does not flood the joining node.</summary>
    public const int Window = 8;

    public static readonly WarmUp Start = new();

    /// <summary>Buckets still to be asked for.</summary>
    public ImmutableQueue<int> Waiting { get; private init; } = [];

    /// <summary>Buckets asked for and not yet here.</summary>
    public ImmutableHashSet<int> Asked { get; private init; } = [];

    /// <summary>Whom the present round asks; null: between rounds.</summary>
    public Owner? Source { get; private init; }

    /// <summary>Members that were asked and did not help, in this run through the members.</summary>
    public ImmutableHashSet<Owner> Tried { get; private init; } = [];

    /// <summary>Runs through all members without a ready one; after two, one that is warming itself will do.</summary>
    public int Runs { get; private init; }

    public bool IsWarm { get; private init; }

    /// <summary>Who filled it up was ready: what the mesh holds is here.</summary>
    public bool IsFromReady { get; private init; }

    /// <summary>Begins a round: the first member, in order, that was not tried yet; all tried: from the beginning.</summary>
    public WarmUp Next(ImmutableSortedSet<Owner> others)
    {
        if (IsWarm)
            return this;
        if (others.IsEmpty)
            return this with { IsWarm = true };
        var left = others.Except(Tried);
        var tried = left.IsEmpty ? [] : Tried;
        var source = left.IsEmpty ? others[0] : left[0];
        return new WarmUp { Source = source, Tried = tried.Add(source), Runs = left.IsEmpty ? Runs + 1 : Runs };
    }

    /// <summary>The source told which buckets it has. One that is not ready itself is passed over while others may be.</summary>
    public WarmUp Told(Owner source, bool ready, IEnumerable<int> missing)
    {
        if (IsWarm || source != Source || (!ready && Runs < 2))
            return this;
        var waiting = ImmutableQueue.CreateRange(missing);
        return waiting.IsEmpty
            ? this with { IsWarm = true, Source = null, IsFromReady = ready }
            : this with { Waiting = waiting, Asked = [], IsFromReady = ready };
    }

    /// <summary>The buckets to ask for now.</summary>
    public (WarmUp Next, ImmutableArray<int> Ask) Ask()
    {
        if (!Asked.IsEmpty || Waiting.IsEmpty)
            return (this, []);
        var waiting = Waiting;
        var ask = ImmutableArray.CreateBuilder<int>();
        while (ask.Count < Window && !waiting.IsEmpty)
        {
            waiting = waiting.Dequeue(out var index);
            ask.Add(index);
        }

        return (this with { Waiting = waiting, Asked = [.. ask] }, ask.ToImmutable());
    }

    /// <summary>A bucket is here. One of an earlier round is none of those that this round waits for.</summary>
    public WarmUp Received(Owner source, int index)
    {
        if (IsWarm || source != Source || !Asked.Contains(index))
            return this;
        var asked = Asked.Remove(index);
        return asked.IsEmpty && Waiting.IsEmpty
            ? this with { Asked = asked, IsWarm = true, Source = null }
            : this with { Asked = asked };
    }
}
