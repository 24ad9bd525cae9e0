using System.Collections.Immutable;
using CsCheck;
using Mesh.Catalog;
using Mesh.Federation.Imports;
using Mesh.Federation.Link;
using Mesh.Remote;
using Mesh.Testing;

namespace Mesh.Federation.Tests.Imports;

public sealed class ImportStateTests
{
    private static readonly RemoteSettings Settings = RemoteSettings.Default;
    private static readonly RemoteName Orders = RemoteName.Parse("orders@eu");
    private static readonly ImportCandidate One = new("aa", "10.0.0.1:1");
    private static readonly ImportCandidate Sibling = new("aa", "10.0.0.2:1");
    private static readonly ImportCandidate Foreign = new("bb", "10.9.0.1:1");

    private static readonly ImmutableArray<ImportCandidate>[] Found = [[], [One], [One, Sibling], [Foreign, One]];

    private static readonly LinkEvent[] Words =
    [
        Snapshot("eu", "o-1"),
        Snapshot("us", "o-1"),
        new LinkEvent.Put(Item("o-2")),
        new LinkEvent.Removed(InstanceId.Parse("o-1")),
        LinkEvent.Heartbeat.Instance,
        LinkEvent.NotExported.Instance,
        new LinkEvent.Lost("broken"),
    ];

    private static readonly Gen<Func<ImportState, Moment, (ImportState, ImmutableArray<ImportEffect>)>> Step = Gen.OneOf(
        Gen.Int[0, 3].Select(i => Locate(Found[i])),
        Gen.Const<Func<ImportState, Moment, (ImportState, ImmutableArray<ImportEffect>)>>((s, t) => s.Step(ImportInput.NotLocated.Instance, t)),
        Gen.Int[0, 6].Select(i => Hear(Words[i])),
        Gen.Const<Func<ImportState, Moment, (ImportState, ImmutableArray<ImportEffect>)>>((s, t) => s.Step(ImportInput.Tick.Instance, t)));

    [Fact]
    public void First_answer_makes_it_live()
    {
        var (state, effects) = ImportState.Begin(Orders, Settings, At(0));
        Assert.Equal([ImportEffect.Locate.Instance], effects.AsEnumerable());
        Assert.Equal(RemoteState.Asking, state.State(At(0)));

        (state, effects) = state.Step(new ImportInput.Located([One, Sibling]), At(1));
        Assert.Equal([new ImportEffect.Open(1, One)], effects.AsEnumerable());
        (state, _) = state.Step(new ImportInput.Heard(1, Snapshot("eu", "o-1", "o-2")), At(2));

        Assert.Equal((RemoteState.Live, "eu", 2), (state.State(At(2)), state.Origin, state.Items.Count));
        Assert.Equal(TimeSpan.FromSeconds(3), state.Age(At(5)));
    }

    [Fact]
    public void Lost_stream_goes_on_at_the_sibling_at_once_and_the_answer_stays()
    {
        var state = Live();

        var (next, effects) = state.Step(new ImportInput.Heard(1, new LinkEvent.Lost("killed")), At(3));

        Assert.Equal([new ImportEffect.Open(2, Sibling)], effects.AsEnumerable());
        Assert.Equal((RemoteState.Live, 1), (next.State(At(3)), next.Items.Count));
        // A word of the dead stream that comes late does not count.
        Assert.Same(next, next.Step(new ImportInput.Heard(1, new LinkEvent.Removed(InstanceId.Parse("o-1"))), At(3)).Item1);
    }

    [Fact]
    public void Gateway_that_comes_next_stands_by_once_a_stream_has_spoken()
    {
        var (state, _) = ImportState.Begin(Orders, Settings, At(0)).Item1.Step(new ImportInput.Located([One, Sibling]), At(1));
        Assert.Null(state.Standby);

        state = state.Step(new ImportInput.Heard(1, Snapshot("eu", "o-1")), At(2)).Item1;
        Assert.Equal(Sibling, state.Standby);

        state = state.Step(new ImportInput.Heard(1, new LinkEvent.Lost("killed")), At(3)).Item1;
        Assert.Null(state.Standby);
        // It was the last one.
        Assert.Null(state.Step(new ImportInput.Heard(2, Snapshot("eu", "o-1")), At(4)).Item1.Standby);
    }

    [Fact]
    public void Overlay_is_asked_for_a_sibling_while_none_is_known_at_pauses_that_double()
    {
        var (state, _) = ImportState.Begin(Orders, Settings, At(0)).Item1.Step(new ImportInput.Located([One]), At(0));
        var searches = new List<double>();
        for (var second = 0; second <= 1_000; second++)
        {
            (state, _) = state.Step(new ImportInput.Heard(1, Snapshot("eu", "o-1")), At(second));
            (state, var effects) = state.Step(ImportInput.Tick.Instance, At(second));
            if (!effects.Contains(ImportEffect.Locate.Instance))
                continue;
            searches.Add(second);
            (state, _) = state.Step(new ImportInput.Located([Foreign, One]), At(second));
            Assert.Null(state.Standby);
        }

        Assert.Equal([5, 15, 35, 75, 155, 315, 635, 955], searches);

        (state, var none) = state.Step(new ImportInput.Located([One, Foreign, Sibling]), At(1_000));
        Assert.Empty(none);
        Assert.Equal((One, Sibling), (state.Current, state.Standby));
        Assert.Empty(state.Step(ImportInput.Tick.Instance, At(1_001)).Item2);
    }

    [Fact]
    public void When_no_gateway_is_left_the_overlay_is_asked_again_with_growing_pauses()
    {
        var (state, _) = Live().Step(new ImportInput.Heard(1, new LinkEvent.Lost("killed")), At(3));
        (state, var effects) = state.Step(new ImportInput.Heard(2, new LinkEvent.Lost("killed too")), At(3));
        Assert.Equal([ImportEffect.Close.Instance], effects.AsEnumerable());

        var pauses = new List<TimeSpan>();
        for (var now = At(3); pauses.Count < 8; now = At(state.SearchAt!.Value))
        {
            (state, effects) = state.Step(ImportInput.Tick.Instance, At(state.SearchAt!.Value));
            Assert.Equal([ImportEffect.Locate.Instance], effects.AsEnumerable());
            (state, _) = state.Step(ImportInput.NotLocated.Instance, now);
            pauses.Add(state.SearchAt!.Value - now.At);
        }

        Assert.Equal(Settings.Retry, pauses[0]);
        Assert.Equal(Settings.NegativeRetry, pauses[^1]);
        Assert.Equal(pauses.Order(), pauses);
    }

    [Fact]
    public void Silence_makes_the_answer_stale_and_then_drops_it()
    {
        var (state, _) = Live().Step(new ImportInput.Heard(1, new LinkEvent.Lost("killed")), At(3));
        Assert.Equal(RemoteState.Live, state.State(At(2).Plus(Settings.Grace)));
        Assert.Equal(RemoteState.Stale, state.State(At(3).Plus(Settings.Grace)));
        Assert.Single(state.Items);

        (state, _) = state.Step(ImportInput.Tick.Instance, At(3).Plus(Settings.GoneAfter));

        Assert.Equal(RemoteState.None, state.State(At(3).Plus(Settings.GoneAfter)));
        Assert.Empty(state.Items);
    }

    [Fact]
    public void Stream_without_heartbeats_is_lost()
    {
        var state = Live();
        Assert.Empty(state.Step(ImportInput.Tick.Instance, At(1).Plus(Settings.Silence)).Item2);

        Assert.Equal([new ImportEffect.Open(2, Sibling)], state.Step(ImportInput.Tick.Instance, At(3).Plus(Settings.Silence)).Item2.AsEnumerable());
    }

    [Fact]
    public void Gateway_of_another_mesh_is_left_and_its_siblings_with_it()
    {
        var (state, _) = ImportState.Begin(Orders, Settings, At(0));
        (state, _) = state.Step(new ImportInput.Located([Foreign, Foreign with { Address = "10.9.0.2:1" }, One]), At(0));

        var (next, effects) = state.Step(new ImportInput.Heard(1, Snapshot("us", "o-1")), At(1));

        Assert.Equal([new ImportEffect.Open(2, One)], effects.AsEnumerable());
        Assert.Empty(next.Items);
    }

    [Fact]
    public void Mesh_that_no_longer_exports_is_believed_at_once()
    {
        var (state, effects) = Live().Step(new ImportInput.Heard(1, LinkEvent.NotExported.Instance), At(3));

        Assert.Equal((RemoteState.None, 0), (state.State(At(3)), state.Items.Count));
        Assert.Equal([ImportEffect.Close.Instance], effects.AsEnumerable());
        Assert.Equal([ImportEffect.Locate.Instance], state.Step(ImportInput.Tick.Instance, At(3).Plus(Settings.NegativeRetry)).Item2.AsEnumerable());
    }

    [Fact]
    public void Any_mesh_will_do_and_when_the_first_does_not_all_are_looked_for_at_once()
    {
        var (state, _) = ImportState.Begin(RemoteName.Parse("orders@*"), Settings, At(0));
        Assert.False(state.WantsAll);
        (state, _) = state.Step(new ImportInput.Located([One]), At(0));
        (state, _) = state.Step(new ImportInput.Heard(1, Snapshot("eu", "o-1")), At(1));

        (state, var effects) = state.Step(new ImportInput.Heard(1, LinkEvent.NotExported.Instance), At(2));
        Assert.Equal([ImportEffect.Close.Instance, ImportEffect.Locate.Instance], effects.AsEnumerable());
        Assert.True(state.WantsAll);
        Assert.Single(state.Items);

        // Nobody else: what the mesh took back is not shown.
        var (none, _) = state.Step(new ImportInput.Located([]), At(3));
        Assert.Equal((RemoteState.None, 0), (none.State(At(3)), none.Items.Count));
        // Or another one.
        (state, _) = state.Step(new ImportInput.Located([One, Foreign]), At(3));
        (state, _) = state.Step(new ImportInput.Heard(3, LinkEvent.NotExported.Instance), At(3));
        (state, _) = state.Step(new ImportInput.Heard(4, Snapshot("us", "o-2")), At(4));
        Assert.Equal((RemoteState.Live, "us", false), (state.State(At(4)), state.Origin, state.WantsAll));
    }

    [Fact]
    public void Instances_beyond_the_bound_are_not_held()
    {
        var settings = Settings with { MaxInstances = 2 };
        var (state, _) = ImportState.Begin(Orders, settings, At(0));
        (state, _) = state.Step(new ImportInput.Located([One]), At(0));
        (state, _) = state.Step(new ImportInput.Heard(1, Snapshot("eu", "o-1", "o-2", "o-3")), At(1));
        (state, _) = state.Step(new ImportInput.Heard(1, new LinkEvent.Put(Item("o-4"))), At(1));

        Assert.Equal(2, state.Items.Count);
    }

    [Fact]
    public void Whatever_happens_there_is_a_stream_or_a_search_and_nothing_is_held_too_long() =>
        Gen.Select(Step, Gen.Int[0, 8]).Array[1, 40].Sample(
            steps =>
            {
                var now = At(0);
                var (state, effects) = ImportState.Begin(Orders, Settings, now);
                var isSearching = true;
                var open = 0;
                foreach (var (step, seconds) in steps)
                {
                    now = now.Plus(TimeSpan.FromSeconds(seconds));
                    var (last, version) = (state, state.Version);
                    (state, effects) = step(state, now);
                    foreach (var effect in effects)
                    {
                        // Only for a sibling is there a search beside a stream.
                        isSearching = effect is ImportEffect.Locate;
                        open = effect switch
                        {
                            ImportEffect.Open o => o.Stream,
                            ImportEffect.Close => 0,
                            _ => open,
                        };
                    }

                    Assert.True(state.Version >= version);
                    Assert.True(state.Version > version || state.Items.SequenceEqual(last.Items), "a change without a version");
                    Assert.Equal(state.Current is null ? 0 : state.Stream, open);
                    Assert.True(
                        state.Current is not null || state.SearchAt is not null || isSearching, "nothing is under way");
                    Assert.True(state.Items.Count == 0 || state.Heard is not null, "held, but since when?");
                    Assert.True(state.Origin is "" or "eu", "instances of a mesh that was not asked for");
                }

                (state, _) = state.Step(ImportInput.Tick.Instance, now.Plus(Settings.GoneAfter + TimeSpan.FromSeconds(1)));
                Assert.Empty(state.Items);
            },
            iter: 5_000);

    private static ImportState Live()
    {
        var (state, _) = ImportState.Begin(Orders, Settings, At(0));
        (state, _) = state.Step(new ImportInput.Located([One, Sibling]), At(1));
        return state.Step(new ImportInput.Heard(1, Snapshot("eu", "o-1")), At(2)).Item1;
    }

    private static Moment At(int seconds) => At(TimeSpan.FromSeconds(seconds));

    private static Moment At(TimeSpan at) => new(at, DateTimeOffset.UnixEpoch);

    private static RemoteInstance Item(string id) => new(TestCatalog.Instance("orders", id), Standing.Confirmed);

    private static LinkEvent.Snapshot Snapshot(string mesh, params string[] ids) =>
        new(mesh, 7, ValueList.From(ids.Select(Item)));

    private static Func<ImportState, Moment, (ImportState, ImmutableArray<ImportEffect>)> Locate(
        ImmutableArray<ImportCandidate> found) => (state, now) => state.Step(new ImportInput.Located(found), now);

    private static Func<ImportState, Moment, (ImportState, ImmutableArray<ImportEffect>)> Hear(LinkEvent said) =>
        (state, now) => state.Step(new ImportInput.Heard(state.Stream, said), now);
}
