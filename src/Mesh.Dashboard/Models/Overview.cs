using Mesh.Catalog;
using Mesh.Views;

namespace Mesh.Dashboard.Models;

/// <summary>The first page: how many of what, and what matters now.</summary>
internal sealed record Overview(int Services, int Instances, int Members)
{
    private const int MostOfAKind = 20;

    private static readonly PerSnapshot<(MembersSnapshot Members, MeshState State), Overview> Made = new();

    public required IReadOnlyList<(Mark Mark, int Count)> ByStatus { get; init; }

    public required IReadOnlyList<(Mark Mark, int Count)> ByStanding { get; init; }

    public required IReadOnlyList<(string Zone, int Count)> Zones { get; init; }

    /// <summary>Worst first.</summary>
    public required IReadOnlyList<Warning> Warnings { get; init; }

    /// <summary>When the owner that was silent longest was heard, as a timestamp of the local clock; null: no other owner.</summary>
    public required (string Owner, long Timestamp)? Oldest { get; init; }

    /// <summary>For who sees all: made once for all who look, but for the age of what is known.</summary>
    public static Overview OfAll(CatalogSnapshot snapshot, MembersSnapshot members, MeshState state) =>
        Made.Of(snapshot, (members, state), static (s, k) => Of(s, k.Members, k.State, static _ => true, seesMesh: true)) with
        {
            Oldest = snapshot.Contacts.IsEmpty ? null : Longest(snapshot),
        };

    public static Overview Of(CatalogSnapshot snapshot, MembersSnapshot members, MeshState state, Func<string, bool> mayRead, bool seesMesh)
    {
        ServiceView[] services = [.. snapshot.Services.Values.Where(s => mayRead(s.Name.Value))];
        InstanceView[] instances = [.. services.SelectMany(static s => s.Instances)];
        MeshMember[] nodes = seesMesh ? [.. members.Items] : [];
        return new(services.Length, instances.Length, nodes.Length)
        {
            ByStatus = [.. Enum.GetValues<InstanceStatus>().Select(s => (Mark.Of(s), instances.Count(i => i.Instance.Status == s)))],
            ByStanding = [.. Enum.GetValues<Standing>().Select(s => (Mark.Of(s), instances.Count(i => i.Standing == s)))],
            Zones = [.. nodes.GroupBy(static m => m.Zone, StringComparer.Ordinal).OrderBy(static g => g.Key, StringComparer.Ordinal).Select(static g => (g.Key, g.Count()))],
            Warnings = [.. WarningsOf(services, nodes, state).OrderByDescending(static w => w.Tone)],
            Oldest = !seesMesh || snapshot.Contacts.IsEmpty ? null : Longest(snapshot),
        };
    }

    private static (string Owner, long Timestamp) Longest(CatalogSnapshot snapshot)
    {
        var (owner, contact) = snapshot.Contacts.MinBy(static c => c.Value.Timestamp);
        return ($"{owner}", contact.Timestamp);
    }

    private static IEnumerable<Warning> WarningsOf(ServiceView[] services, MeshMember[] nodes, MeshState state)
    {
        if (state.Phase is not MeshPhase.Ready)
            yield return new($"This node is {state.Phase.ToString().ToLowerInvariant()}: {state.Detail}", PageLink.Topology, Tone.Bad);
        var away = nodes.Count(static m => m.Standing is not Standing.Confirmed);
        if (away > 0 && away * 2 >= nodes.Length)
            yield return new($"{away} of {nodes.Length} nodes are not heard: this may be the smaller side of a partition", PageLink.Topology, Tone.Bad);
        foreach (var node in nodes.Where(static m => m.Standing is not Standing.Confirmed).Take(MostOfAKind))
        {
            yield return new(
                $"Node {Called(node)} is {Mark.Of(node.Standing).Text}", PageLink.ServicesWith("owner", node.Owner.Address), Mark.Of(node.Standing).Tone);
        }

        var owners = nodes.Select(static m => m.Owner).ToHashSet();
        foreach (var row in services.Select(ServiceList.RowOf).Where(static r => r.State.Tone is Tone.Bad).OrderBy(static r => r.Name, StringComparer.Ordinal).Take(MostOfAKind))
            yield return new(SentenceOf(row), PageLink.Service(row.Name), Tone.Bad);
        if (nodes.Length == 0)
            yield break;
        foreach (var service in services)
        {
            var orphans = service.Instances.Count(i => i.Origin.Length == 0 && !owners.Contains(i.Owner));
            if (orphans > 0)
                yield return new($"{orphans} of the instances of {service.Name} are owned by no member", PageLink.Service(service.Name.Value), Tone.Notice);
        }
    }

    private static string SentenceOf(ServiceRow row) => row switch
    {
        { FailsOpen: true } => $"{row.Name} fails open: calls go to instances in doubt, since too few others are left",
        { Offered: 0 } => $"{row.Name} offers none of its {row.Total} instances",
        _ => $"{row.Critical} of the {row.Total} instances of {row.Name} are critical",
    };

    private static string Called(MeshMember node) => node.Name.Length > 0 ? $"{node.Name} ({node.Owner.Address})" : node.Owner.Address;
}
