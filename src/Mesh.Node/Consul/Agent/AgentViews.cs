using System.Collections.Immutable;
using System.Security.Cryptography;
using System.Text.Json;
using Mesh.Catalog;
using Mesh.Client;
using Mesh.Node.Access;
using Mesh.Node.Consul.Entries;
using Mesh.Node.Consul.Filter;
using Mesh.Node.Consul.Requests;
using Mesh.Node.Formats.Consul;
using Microsoft.Extensions.Options;

namespace Mesh.Node.Consul.Agent;

/// <summary>What this node's services and their checks look like to an agent's client.</summary>
internal sealed class AgentViews(IMeshClient client, IMeshChecks checks, AgentNode agent, NodeMaintenance maintenance, NodeNames names, IOptions<ConsulOptions> options, TimeProvider time)
{
    private static readonly TimeSpan DefaultWait = TimeSpan.FromMinutes(5);
    private static readonly TimeSpan MaxWait = TimeSpan.FromMinutes(10);

    private string Datacenter => options.Value.Datacenter;

    /// <param name="filter">An expression; empty: all.</param>
    /// <param name="grant">What its caller may not read is left out.</param>
    public AgentAnswer Services(string filter, AccessGrant grant)
    {
        var (test, fault) = EntryFilter.Expression(filter, FilterFields.Services);
        return test is null ? AgentAnswer.Of(fault!) : AgentAnswer.Json(json => Write(json, Entries(grant).Where(test)));
    }

    /// <inheritdoc cref="Services"/>
    public AgentAnswer Checks(string filter, AccessGrant grant)
    {
        var (test, fault) = EntryFilter.Expression(filter, FilterFields.Checks);
        return test is null ? AgentAnswer.Of(fault!) : AgentAnswer.Json(json => Write(json, Checks(grant).Where(test)));
    }

    public AgentAnswer HealthOfId(string id, bool isText, AccessGrant grant) => AgentHealth.OfId(id, Entries(grant), Datacenter, isText);

    public AgentAnswer HealthOfName(string name, bool isText, AccessGrant grant) => AgentHealth.OfName(name, Entries(grant), Datacenter, isText);

    private void Write(Utf8JsonWriter json, IEnumerable<CatalogEntry> entries)
    {
        json.WriteStartObject();
        foreach (var entry in entries)
        {
            json.WritePropertyName(entry.ServiceId);
            AgentJson.WriteService(json, entry, Datacenter);
        }

        json.WriteEndObject();
    }

    private static void Write(Utf8JsonWriter json, IEnumerable<ConsulCheck> checks)
    {
        json.WriteStartObject();
        foreach (var check in checks)
        {
            json.WritePropertyName(check.Id);
            EntryJson.WriteCheck(json, check);
        }

        json.WriteEndObject();
    }

    /// <summary>Those of the services, and what concerns the node as a whole once, for who may read all.</summary>
    private IReadOnlyList<ConsulCheck> Checks(AccessGrant grant)
    {
        var ofServices = Entries(grant).SelectMany(e => e.Checks).Where(c => c.ServiceId.Length > 0);
        return grant.Allows(AccessAction.Read) ? [.. ofServices, .. ChecksOfNode()] : [.. ofServices];
    }

    private ConsulCheck[] ChecksOfNode()
    {
        ConsulCheck[] own =
        [
            .. agent.Record() is { } record && Entry(record) is { } entry ? entry.Checks.Where(c => c.Id != NodeChecks.SerfId) : [],
        ];
        return maintenance.Check is { } ofNode
            ? [.. own, new ConsulCheck
            {
                Node = agent.Node.Name,
                Id = ofNode.Id,
                Name = ofNode.Name,
                Notes = ofNode.Notes,
                Status = CheckStatus.Critical,
            }]
            : own;
    }

    /// <summary>
    /// One service with the hash of what is said of it; with the hash that the client has, only once it is another, or
    /// the time is up.
    /// </summary>
    public async Task<AgentAnswer> ServiceAsync(string id, string hash, TimeSpan? wait, CancellationToken cancellation)
    {
        var (answer, service) = Service(id);
        if (service is null || hash.Length == 0 || answer.ContentHash != hash)
            return answer;
        var limit = wait is { } given && given > TimeSpan.Zero ? given : DefaultWait;
        using var timeout = new CancellationTokenSource(limit < MaxWait ? limit : MaxWait, time);
        using var either = CancellationTokenSource.CreateLinkedTokenSource(timeout.Token, cancellation);
        try
        {
            await foreach (var _ in client.Watch(service, null, either.Token))
            {
                (answer, service) = Service(id);
                if (service is null || answer.ContentHash != hash)
                    return answer;
            }
        }
        catch (OperationCanceledException) when (!cancellation.IsCancellationRequested)
        {
            // The time is up: the client gets what it has.
        }

        return answer;
    }

    private (AgentAnswer Answer, string? Service) Service(string id)
    {
        var entry = agent.OwnById(id).Select(Entry).FirstOrDefault(e => e is not null);
        if (entry is null)
            return (AgentAnswer.NotFound($"unknown service ID: {id}"), null);
        var hash = HashOf(entry);
        var answer = AgentAnswer.Json(json => AgentJson.WriteService(json, entry, Datacenter, hash));
        return (answer with { ContentHash = hash }, entry.Instance.Service.Value);
    }

    private CatalogEntry? Entry(InstanceView view) => client.Snapshot.Find(view.Instance.Service.Value) is { } service
        ? EntryMapping.Of(service, Output, names).FirstOrDefault(e => e.Instance.Id == view.Instance.Id)
        : null;

    /// <summary>This node's services by their ids.</summary>
    private ImmutableArray<CatalogEntry> Entries(AccessGrant grant)
    {
        var entries = ImmutableArray.CreateBuilder<CatalogEntry>();
        foreach (var service in agent.Snapshot.Services.Values.Where(s => grant.Allows(AccessAction.Read, s.Name.Value)))
        {
            var own = service.Instances.Where(agent.IsOwn).Select(v => v.Instance.Id).ToHashSet();
            if (own.Count > 0)
                entries.AddRange(EntryMapping.Of(service, Output, names).Where(e => own.Contains(e.Instance.Id)));
        }

        entries.Sort(static (a, b) => string.CompareOrdinal(a.ServiceId, b.ServiceId));
        return entries.ToImmutable();
    }

    private string? Output(InstanceKey key, string checkId) => checks.Find(key, checkId)?.Output;

    private string HashOf(CatalogEntry entry)
    {
        var buffer = new System.Buffers.ArrayBufferWriter<byte>();
        using (var json = new Utf8JsonWriter(buffer))
            AgentJson.WriteService(json, entry, Datacenter);
        return Convert.ToHexStringLower(SHA256.HashData(buffer.WrittenSpan)[..8]);
    }
}
