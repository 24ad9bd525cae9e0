using Mesh.Node.Consul.Answers;
using Mesh.Node.Consul.Entries;
using Mesh.Node.Consul.Requests;
using Mesh.Node.Formats.Consul;

namespace Mesh.Node.Consul.Filter;

/// <summary>Which entries a query lets through: by tags, node, status and expression. Pure.</summary>
internal static class EntryFilter
{
    public static (Func<CatalogEntry, bool>? Test, ConsulFault? Fault) Of(
        ConsulQuery query, FilterSchema<CatalogEntry> schema)
    {
        var (expression, fault) = Expression(query.Filter, schema);
        return expression is null
            ? (null, fault)
            : (e => (!query.Passing || e.IsPassing) && HasTags(e, query) && IsOnNode(e.Node, query) && expression(e), null);
    }

    public static (Func<ConsulCheck, bool>? Test, ConsulFault? Fault) OfChecks(ConsulQuery query) =>
        Expression(query.Filter, FilterFields.Checks);

    public static (Func<T, bool>? Test, ConsulFault? Fault) Expression<T>(string text, FilterSchema<T> schema)
    {
        if (text.Length == 0)
            return (static _ => true, null);
        var (test, error) = FilterBinding.Bind(text, schema);
        return test is null ? (null, ConsulFault.Invalid($"Failed to create filter: {error}")) : (test, null);
    }

    public static bool IsOnNode(CatalogNode node, ConsulQuery query)
    {
        foreach (var (key, value) in query.NodeMeta.AsSpan())
        {
            if (!node.Meta.TryGetValue(key, out var held) || held != value)
                return false;
        }

        return true;
    }

    /// <summary>Tags are compared without regard to case, as in DNS.</summary>
    private static bool HasTags(CatalogEntry entry, ConsulQuery query)
    {
        foreach (var tag in query.Tags)
        {
            if (!entry.Instance.Tags.Contains(tag, StringComparer.OrdinalIgnoreCase))
                return false;
        }

        return true;
    }
}
