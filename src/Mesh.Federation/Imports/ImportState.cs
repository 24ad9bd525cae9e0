using System.Collections.Immutable;
using Mesh.Catalog;
using Mesh.Federation.Link;
using Mesh.Remote;

namespace Mesh.Federation.Imports;

/// <summary>
/// A gateway's subscription to one remote service: who is asked, what was heard and when. A lost stream goes on at once
/// at a sibling gateway of the same mesh; only when none is left the overlay is asked again. What was heard meanwhile
/// just grows older, see <see cref="Freshness"/>. Immutable.
/// </summary>
internal sealed record ImportState(RemoteName Name, RemoteSettings Settings)
{
    private static readonly ImmutableSortedDictionary<InstanceId, RemoteInstance> Nothing =
        ImmutableSortedDictionary<InstanceId, RemoteInstance>.Empty;

    /// <summary>Gateways not yet asked since the last search, in order.</summary>
    public ImmutableList<ImportCandidate> Candidates { get; init; } = [];

    /// <summary>The gateway at the other end of the stream; null: none is open.</summary>
    public ImportCandidate? Current { get; init; }

    /// <summary>The gateway that a lost stream goes on at; null: none is left, or no stream has spoken.</summary>
    public ImportCandidate? Standby => IsOpen && !Candidates.IsEmpty ? Candidates[0] : null;

    /// <summary>The number of the stream; what older ones say does not count.</summary>
    public int Stream { get; init; }

    /// <summary>Has the present stream said anything?</summary>
    public bool IsOpen { get; init; }

    /// <summary>When a stream spoke last, or was begun.</summary>
    public TimeSpan LastWord { get; init; }

    /// <summary>When what is held was last known to be right; null: nothing is held.</summary>
    public TimeSpan? Heard { get; init; }

    /// <summary>When the overlay is to be asked next; null: a search or a stream is under way.</summary>
    public TimeSpan? SearchAt { get; init; }

    /// <summary>When the overlay is asked for a sibling of the present gateway, if none is known.</summary>
    public TimeSpan SiblingsAt { get; init; }

    /// <summary>How often it was asked for one.</summary>
    public int SiblingSearches { get; init; }

    /// <summary>Failures in a row.</summary>
    public int Failures { get; init; }

    /// <summary>The last search, or the mesh itself, said that there is nobody.</summary>
    public bool IsAbsent { get; init; }

    /// <summary>Has a mesh since the last search said that it does not export the service, or was it another mesh?</summary>
    public bool IsRefused { get; init; }

    /// <summary>Has a gateway since the last search failed to say anything?</summary>
    public bool HasFailed { get; init; }

    /// <summary>Any mesh will do, but those that were found first did not: the next search is for all.</summary>
    public bool WantsAll { get; init; }

    /// <summary>The mesh that the instances are of.</summary>
    public string Origin { get; init; } = "";

    /// <summary>Rises with each change of what is held.</summary>
    public long Version { get; init; }

    public ImmutableSortedDictionary<InstanceId, RemoteInstance> Items { get; init; } = Nothing;

    public static (ImportState, ImmutableArray<ImportEffect>) Begin(RemoteName name, RemoteSettings settings, Moment now) =>
        (new ImportState(name, settings) { LastWord = now.At }, [ImportEffect.Locate.Instance]);

    /// <summary>How old what is held is; zero when nothing is.</summary>
    public TimeSpan Age(Moment now) => Heard is { } heard ? now.At - heard : TimeSpan.Zero;

    public RemoteState State(Moment now) => Heard is not null
        ? Freshness.Of(Age(now), Settings)
        : IsAbsent ? RemoteState.None : RemoteState.Asking;

    public (ImportState Next, ImmutableArray<ImportEffect> Effects) Step(ImportInput input, Moment now) => input switch
    {
        ImportInput.Located located => Located(located.Candidates, now.At),
        ImportInput.NotLocated => NotLocated(now.At),
        ImportInput.Heard heard => Hear(heard.Stream, heard.Event, now.At),
        _ => Tick(now),
    };

    private (ImportState, ImmutableArray<ImportEffect>) Located(ImmutableArray<ImportCandidate> candidates, TimeSpan now)
    {
        if (Current is { } current)
            return (Candidates.IsEmpty ? this with { Candidates = Siblings(current, candidates) } : this, []);
        if (SearchAt is not null)
            return (this, []);
        if (candidates.IsEmpty)
            return ((IsRefused && !HasFailed ? Emptied() : this) with { IsAbsent = true, SearchAt = now + Settings.NegativeRetry, Failures = 0 }, []);
        return (this with { Candidates = [.. candidates], IsRefused = false, HasFailed = false }).Next(now);
    }

    private (ImportState, ImmutableArray<ImportEffect>) NotLocated(TimeSpan now) =>
        Current is not null || SearchAt is not null ? (this, []) : (Wait(now), []);

    private (ImportState, ImmutableArray<ImportEffect>) Hear(int stream, LinkEvent said, TimeSpan now)
    {
        if (stream != Stream || Current is not { } current)
            return (this, []);
        return said switch
        {
            LinkEvent.Snapshot s when !IsWanted(s.Mesh) => Skip(current).Next(now),
            LinkEvent.Snapshot s => (Spoken(now).Holding(s), []),
            LinkEvent.Put p when IsOpen => (Spoken(now).Putting(p.Item), []),
            LinkEvent.Removed r when IsOpen => (Spoken(now).Removing(r.Id), []),
            LinkEvent.Heartbeat when IsOpen => (Spoken(now), []),
            LinkEvent.NotExported => Skip(current).Next(now),
            LinkEvent.Lost => (this with { HasFailed = true }).Next(now),
            // Before its snapshot a stream can say nothing of use.
            _ => (this, []),
        };
    }

    /// <summary>Silent streams are lost, searches fall due, what is too old is dropped.</summary>
    private (ImportState, ImmutableArray<ImportEffect>) Tick(Moment moment)
    {
        var (state, now) = (this, moment.At);
        if (Heard is not null && Age(moment) > Settings.GoneAfter)
            state = state.Emptied() with { IsAbsent = true };
        if (Current is not null && now - LastWord > Settings.Silence)
            return (state with { HasFailed = true }).Next(now);
        if (IsOpen && Candidates.IsEmpty && now >= SiblingsAt)
            return (state.WaitForSiblings(now, SiblingSearches + 1), [ImportEffect.Locate.Instance]);
        return state.SearchAt <= now
            ? (state with { SearchAt = null }, [ImportEffect.Locate.Instance])
            : (state, []);
    }

    /// <summary>Goes on with the next gateway, or with the overlay when none is left.</summary>
    private (ImportState, ImmutableArray<ImportEffect>) Next(TimeSpan now)
    {
        if (!Candidates.IsEmpty)
        {
            var next = this with
            {
                Current = Candidates[0],
                Candidates = Candidates.RemoveAt(0),
                Stream = Stream + 1,
                IsOpen = false,
                LastWord = now,
            };
            return (next.WaitForSiblings(now, 0), [new ImportEffect.Open(next.Stream, Candidates[0])]);
        }

        ImmutableArray<ImportEffect> effects = Current is null ? [] : [ImportEffect.Close.Instance];
        var idle = this with { Current = null, IsOpen = false, Stream = Stream + 1 };
        if (Name.IsAny && !WantsAll)
            return (idle with { WantsAll = true }, effects.Add(ImportEffect.Locate.Instance));
        if (!IsRefused || HasFailed)
            return (idle.Wait(now), effects);
        return (idle.Emptied() with { IsAbsent = true, SearchAt = now + Settings.NegativeRetry }, effects);
    }

    /// <summary>The mesh itself said that what was held is no longer offered.</summary>
    private ImportState Emptied() => Heard is null ? this : this with { Heard = null, Items = Nothing, Version = Version + 1 };

    private ImportState Wait(TimeSpan now)
    {
        // A lost stream is looked for anew at once, the first time.
        var pause = Failures == 0 ? TimeSpan.Zero : Settings.Retry * Math.Pow(2, Math.Min(Failures - 1, 16));
        return this with { Failures = Failures + 1, SearchAt = now + (pause < Settings.NegativeRetry ? pause : Settings.NegativeRetry) };
    }

    private ImportState WaitForSiblings(TimeSpan now, int searches) => this with
    {
        SiblingsAt = now + Settings.SiblingSearch * (1 << Math.Min(searches, 6)),
        SiblingSearches = searches,
    };

    private static ImmutableList<ImportCandidate> Siblings(ImportCandidate of, ImmutableArray<ImportCandidate> found) =>
        [.. found.Where(c => c.MeshId == of.MeshId && c != of)];

    private bool IsWanted(string mesh) => Name.IsAny || Name.Mesh.Equals(mesh, StringComparison.OrdinalIgnoreCase);

    /// <summary>The other gateways of a mesh that is not wanted need not be asked.</summary>
    private ImportState Skip(ImportCandidate candidate) =>
        this with { Candidates = Candidates.RemoveAll(c => c.MeshId == candidate.MeshId), IsRefused = true };

    private ImportState Spoken(TimeSpan now) => this with
    {
        IsOpen = true,
        LastWord = now,
        Heard = now,
        Failures = 0,
        IsAbsent = false,
        IsRefused = false,
        HasFailed = false,
        WantsAll = false,
    };

    private ImportState Holding(LinkEvent.Snapshot snapshot)
    {
        var items = Nothing.ToBuilder();
        foreach (var item in snapshot.Items)
        {
            if (items.Count < Settings.MaxInstances || items.ContainsKey(item.Instance.Id))
                items[item.Instance.Id] = item;
        }

        return With(items.ToImmutable()) with { Origin = snapshot.Mesh };
    }

    private ImportState Putting(RemoteInstance item) =>
        Items.Count >= Settings.MaxInstances && !Items.ContainsKey(item.Instance.Id)
            ? this
            : With(Items.SetItem(item.Instance.Id, item));

    private ImportState Removing(InstanceId id) => With(Items.Remove(id));

    private ImportState With(ImmutableSortedDictionary<InstanceId, RemoteInstance> items) =>
        this with { Items = items, Version = Version == 0 || !items.SequenceEqual(Items) ? Version + 1 : Version };
}
