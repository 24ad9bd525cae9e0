using System.Collections.Immutable;
using CsCheck;
using Mesh.Federation.Exports;
using Mesh.Federation.Overlay;
using Mesh.Remote;

namespace Mesh.Federation.Tests.Exports;

public sealed class ExportStateTests
{
    private static readonly RemoteSettings Settings = RemoteSettings.Default;
    private static readonly OverlaySubject Orders = new OverlaySubject.Service("orders");
    private static readonly OverlaySubject Billing = new OverlaySubject.Service("billing");
    private static readonly TimeSpan Later = TimeSpan.FromMinutes(1);

    /// <summary>What gateways see in turn: offered services and live gateways; g1 is always this one.</summary>
    private static readonly Gen<ImmutableArray<ExportView>> Walk = Gen.Select(
        Gen.OneOf("orders", "billing", "cart", "mail").Array[0, 4],
        Gen.OneOf("g2", "g3", "g4").Array[0, 3],
        (services, others) => View(services, ["g1", .. others])).Array[1, 12].Select(a => a.ToImmutableArray());

    [Fact]
    public void Service_that_comes_is_published_once_by_the_gateway_whose_duty_it_is()
    {
        var view = View(["orders"], ["g1", "g2"]);
        var spoke = new[] { "g1", "g2" }.Where(g => Run(new ExportState(g, Settings), view).Effects.Length > 0);

        Assert.Equal(view.DutyOf(Orders), Assert.Single(spoke));
        var (state, actions) = Run(new ExportState(view.DutyOf(Orders)!, Settings), view);
        Assert.Equal([new ExportEffect.Publish(Orders)], actions.AsEnumerable());
        Assert.Empty(state.Step(new ExportInput.Seen(view, 0), At(Later)).Next.Step(ExportInput.Tick.Instance, At(Later)).Effects);
    }

    [Fact]
    public void Number_of_instances_and_other_changes_are_not_told()
    {
        var (state, _) = Run(new ExportState("g1", Settings), View(["orders"], ["g1"]));

        // The same facts in another view, as after each change of any instance.
        Assert.Same(state, state.Step(new ExportInput.Seen(View(["orders"], ["g1"]), 0.5), At(Later)).Next);
    }

    [Fact]
    public void Service_that_goes_is_withdrawn_by_who_published_and_by_whose_duty_it_is()
    {
        var both = View(["orders"], ["g1", "g2"]);
        var duty = both.DutyOf(Orders)!;
        var sibling = duty == "g1" ? "g2" : "g1";
        var (publisher, _) = Run(new ExportState(duty, Settings), both);
        var (other, _) = Run(new ExportState(sibling, Settings), both);

        // The publisher dies, and the service goes in the same moment: nobody else would take it back.
        var alone = View([], [sibling]);
        Assert.Equal([new ExportEffect.Withdraw(Orders)], Run(other, alone).Effects.AsEnumerable());
        Assert.Equal([new ExportEffect.Withdraw(Orders)], Run(publisher, View([], ["g1", "g2"])).Effects.AsEnumerable());
    }

    [Fact]
    public void Change_of_gateways_is_told_once_for_many()
    {
        var (state, _) = Run(new ExportState("g1", Settings), View(["orders"], ["g1"]));
        state = state.Step(new ExportInput.Seen(View(["orders"], ["g1", "g2"]), 0), At(Later)).Next;
        state = state.Step(new ExportInput.Seen(View(["orders"], ["g1", "g2", "g3"]), 0), At(Later + TimeSpan.FromMilliseconds(50))).Next;

        Assert.Empty(state.Step(ExportInput.Tick.Instance, At(Later + TimeSpan.FromMilliseconds(100))).Effects);
        var (next, actions) = state.Step(ExportInput.Tick.Instance, At(Later + Settings.Settle * 1.2));
        Assert.Equal([new ExportEffect.Publish(Orders)], actions.AsEnumerable());
        Assert.Empty(next.Step(ExportInput.Tick.Instance, At(TimeSpan.FromDays(1))).Effects);
    }

    [Fact]
    public void What_the_overlay_did_not_take_is_said_again_with_jitter()
    {
        var (state, actions) = Run(new ExportState("g1", Settings), View(["orders", "billing"], ["g1"]));
        foreach (var action in actions)
            state = state.Step(new ExportInput.Failed(action, 0.3), At(Later)).Next;

        Assert.Empty(state.Step(ExportInput.Tick.Instance, At(Later + Settings.PublishRetry * 0.89)).Effects);
        Assert.Equal(actions.AsEnumerable(), state.Step(ExportInput.Tick.Instance, At(Later + Settings.PublishRetry * 1.11)).Effects.AsEnumerable());
        Assert.NotEqual(state.Ours[Orders], state.Ours[Billing]);
    }

    [Fact]
    public void No_more_is_begun_than_may_be_under_way_and_the_rest_follows_as_it_ends()
    {
        var names = Enumerable.Range(0, 3 * Settings.PublishAtOnce).Select(i => $"service-{i}").ToArray();
        var (state, begun) = Run(new ExportState("g1", Settings), View(names, ["g1"]));
        var all = begun.ToList();
        Assert.Equal(Settings.PublishAtOnce, begun.Length);
        Assert.Empty(state.Step(ExportInput.Tick.Instance, At(Later)).Effects);

        // One ends well and one badly: two places are free, and what failed comes last.
        state = state.Step(ExportInput.Done.Instance, default).Next.Step(new ExportInput.Failed(begun[0], 0.5), At(Later)).Next;
        (state, var next) = state.Step(ExportInput.Tick.Instance, At(Later));
        Assert.Equal(2, next.Length);
        all.AddRange(next);
        while (state.UnderWay > 0)
        {
            (state, next) = state.Step(ExportInput.Done.Instance, default).Next.Step(ExportInput.Tick.Instance, At(Later + Settings.PublishRetry * 1.2));
            all.AddRange(next);
        }

        Assert.Equal(names.Length, all.Distinct().Count());
        Assert.Equal(begun[0], Assert.Single(all.GroupBy(a => a), a => a.Count() > 1).Key);
    }

    [Fact]
    public void Gateway_that_does_not_publish_has_no_duty()
    {
        var view = View(["orders", "billing", "cart"], ["g1", "g2"]) with { Mute = ["g1"] };

        Assert.All(view.Offered, s => Assert.Equal("g2", view.DutyOf(s)));
        Assert.Null((view with { Mute = ["g1", "g2"] }).DutyOf(Orders));
        Assert.Empty(Run(new ExportState("g1", Settings), view).Effects);
    }

    [Fact]
    public void Failed_withdrawal_of_a_service_that_is_back_is_forgotten()
    {
        var (state, _) = Run(new ExportState("g1", Settings), View(["orders"], ["g1"]));
        (state, var gone) = Run(state, View([], ["g1"]));
        (state, _) = Run(state, View(["orders"], ["g1"]));

        state = state.Step(new ExportInput.Failed(Assert.Single(gone), 0), At(Later)).Next;

        Assert.Empty(state.Leaving);
    }

    [Fact]
    public void Gateways_together_leave_the_overlay_with_exactly_what_is_offered() => Walk.Sample(
        walk =>
        {
            var states = new[] { "g1", "g2", "g3", "g4" }.ToDictionary(g => g, g => new ExportState(g, Settings));
            var overlay = new HashSet<OverlaySubject>();
            var now = TimeSpan.Zero;
            foreach (var view in walk)
            {
                now += TimeSpan.FromSeconds(5);
                foreach (var gateway in states.Keys.ToArray())
                {
                    // A gateway that is not there begins anew when it comes back.
                    if (!view.Gateways.ContainsKey(gateway))
                    {
                        states[gateway] = new ExportState(gateway, Settings);
                        continue;
                    }

                    var (next, actions) = states[gateway].Step(new ExportInput.Seen(view, 0.5), At(now)).Next.Step(ExportInput.Tick.Instance, At(now));
                    states[gateway] = actions.Aggregate(next, (state, _) => state.Step(ExportInput.Done.Instance, default).Next);
                    foreach (var action in actions)
                        _ = action is ExportEffect.Publish ? overlay.Add(action.Subject) : overlay.Remove(action.Subject);
                }

                Assert.Subset(overlay, view.Offered.ToHashSet());
            }

            // What is offered is there; what is not is there only if its publisher died and nobody saw it offered.
            var last = walk[^1];
            Assert.All(last.Offered, s => Assert.Contains(s, overlay));
            Assert.All(states["g1"].Ours.Keys, s => Assert.Contains(s, last.Offered));
        },
        iter: 2_000);

    private static (ExportState Next, ImmutableArray<ExportEffect> Effects) Run(ExportState state, ExportView view) =>
        state.Step(new ExportInput.Seen(view, 0.5), At(Later)).Next.Step(ExportInput.Tick.Instance, At(Later));

    private static Moment At(TimeSpan at) => new(at, DateTimeOffset.UnixEpoch);

    private static ExportView View(IEnumerable<string> services, IEnumerable<string> gateways) => new(
        ExportView.Empty.Offered.Union(services.Select(s => new OverlaySubject.Service(s))),
        ExportView.Empty.Gateways.SetItems(gateways.Select(g => KeyValuePair.Create(g, g + ":1"))));
}
