using System.Collections.Immutable;
using Mesh.Client;
using Mesh.Remote;
using Mesh.Views;

namespace Mesh.Dashboard.Federation;

/// <summary>What a node knows of other meshes: whom it asks, what it offers them, what it has of them.</summary>
internal sealed record FederationPage
{
    /// <summary>The most rows of each table.</summary>
    public const int Most = 500;

    /// <summary>Members that join this mesh to others.</summary>
    public required ImmutableArray<MeshMember> Gateways { get; init; }

    public required ImmutableArray<(string Service, int Offered)> Exports { get; init; }

    public required ImmutableArray<ImportRow> Imports { get; init; }

    /// <summary>The other meshes that instances come from, and how many services and instances of each.</summary>
    public required ImmutableArray<(string Mesh, int Services, int Instances, TimeSpan Oldest)> Meshes { get; init; }

    /// <summary>Nothing is known of any other mesh, nor offered to one.</summary>
    public bool IsAlone => Gateways.IsEmpty && Exports.IsEmpty && Imports.IsEmpty;

    /// <param name="imports">Null: this node keeps none.</param>
    public static FederationPage Of(IMeshClient client, MembersSnapshot members, RemoteCatalog? imports, TimeProvider time, Func<string, bool> mayRead)
    {
        ImmutableArray<ImportRow> rows =
        [
            .. (imports?.Entries ?? []).Where(e => mayRead(e.Name.Service.Value)).Select(e => ImportRow.Of(e, time))
                .OrderBy(static r => r.Name, StringComparer.Ordinal).Take(Most),
        ];
        return new()
        {
            Gateways = [.. members.Items.Where(static m => m.Roles.Contains(MeshNames.GatewayRole))],
            Exports =
            [
                .. client.Exports.Where(e => mayRead(e.Value)).Take(Most)
                    .Select(e => (e.Value, client.Snapshot.Find(e.Value)?.Instances.Count(static i => i.IsOffered) ?? 0)),
            ],
            Imports = rows,
            Meshes =
            [
                .. rows.Where(static r => r.Origin.Length > 0).GroupBy(static r => r.Origin, StringComparer.Ordinal)
                    .OrderBy(static g => g.Key, StringComparer.Ordinal)
                    .Select(static g => (g.Key, g.Count(), g.Sum(static r => r.Instances), g.Max(static r => r.Age ?? TimeSpan.Zero))),
            ],
        };
    }
}
