using System.Globalization;
using Mesh.Catalog;
using Mesh.Node.Consul.Answers;
using Mesh.Remote;

namespace Mesh.Node.Consul.Requests;

/// <summary>
/// Reads the query of a list request. That a key is there is what counts of a flag: clients write <c>stale</c>,
/// <c>stale=</c> and <c>stale=1</c>. Parameters without an effect here (near, merge-central-config, …) are let pass. Pure.
/// </summary>
internal static class ConsulQueryMapping
{
    private const int MaxTags = 64;
    private const int MaxNodeMeta = 16;

    public static (ConsulQuery Query, ConsulFault? Fault) Read(IQueryCollection query, ConsulOptions options)
    {
        var reader = new Reader(query);
        reader.CheckModes(options);
        reader.CheckScopes();
        var read = new ConsulQuery
        {
            Index = reader.Index(),
            Wait = reader.Wait(),
            Hash = reader.Text("hash"),
            Passing = reader.Flag("passing"),
            Tags = reader.Tags(),
            NodeMeta = reader.NodeMeta(),
            Filter = reader.Text("filter"),
            Datacenter = reader.Datacenter(options),
            Cached = query.ContainsKey("cached"),
            Pretty = query.ContainsKey("pretty"),
        };
        return (read, reader.Fault);
    }

    /// <summary>What is wrong with a namespace, partition or peer: there is one of each here, called default.</summary>
    public static ConsulFault? CheckScope(string name, string? value) => string.IsNullOrEmpty(value) || value == "default"
        ? null
        : ConsulFault.Invalid($"Invalid {name}: '{value}'; there is only 'default' here");

    private sealed class Reader(IQueryCollection query)
    {
        public ConsulFault? Fault { get; private set; }

        public string Text(string key) => query.TryGetValue(key, out var values) ? values[0] ?? "" : "";

        public void CheckModes(ConsulOptions options)
        {
            var isConsistent = query.ContainsKey("consistent");
            if (isConsistent && query.ContainsKey("stale"))
                Fail("Cannot specify ?stale with ?consistent, conflicting semantics.");
            if (isConsistent && query.ContainsKey("cached"))
                Fail("Cannot specify ?cached with ?consistent, conflicting semantics.");
            if (isConsistent && options.RefuseConsistent)
            {
                Fault ??= new ConsulFault(
                    StatusCodes.Status500InternalServerError, "consistent reads are refused: the registry is eventually consistent");
            }
        }

        /// <summary>Another datacenter is another mesh of the federation.</summary>
        public string Datacenter(ConsulOptions options)
        {
            var name = (query.ContainsKey("datacenter") ? Text("datacenter") : Text("dc")).ToLowerInvariant();
            if (name.Length == 0 || string.Equals(name, options.Datacenter, StringComparison.OrdinalIgnoreCase))
                return "";
            if (!RemoteName.IsMeshName(name))
                Fault ??= ConsulFault.NoPath;
            return name;
        }

        public void CheckScopes()
        {
            Fault ??= CheckScope("namespace", Text("ns")) ?? CheckScope("partition", Text("partition"));
            foreach (var key in (string[])["peer", "peer-name", "sg", "sameness-group"])
            {
                if (Text(key) is { Length: > 0 } other)
                    Fail($"Invalid {key}: '{other}'; there are no peers here");
            }
        }

        public ulong Index()
        {
            var text = Text("index");
            if (text.Length == 0)
                return 0;
            if (ulong.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out var index))
                return index;
            Fail($"Invalid index: '{ShortText.Of(text)}' must be a whole number");
            return 0;
        }

        public TimeSpan? Wait()
        {
            var text = Text("wait");
            if (text.Length == 0)
                return null;
            if (DurationText.TryParse(text, out TimeSpan wait))
                return wait;
            Fail($"Invalid wait time: '{ShortText.Of(text)}' must be a duration such as 500ms, 10s or 1m30s");
            return null;
        }

        public bool Flag(string key)
        {
            if (!query.ContainsKey(key))
                return false;
            switch (Text(key))
            {
                case "" or "1" or "t" or "T" or "true" or "TRUE" or "True":
                    return true;
                case "0" or "f" or "F" or "false" or "FALSE" or "False":
                    return false;
                default:
                    Fail($"Invalid value for ?{key}: '{ShortText.Of(Text(key))}' must be true or false");
                    return false;
            }
        }

        public ValueList<string> Tags()
        {
            if (!query.TryGetValue("tag", out var tags))
                return [];
            if (tags.Count > MaxTags)
                Fail($"Invalid tag: at most {MaxTags} can be given, got {tags.Count}");
            return ValueList.From(tags.Where(t => !string.IsNullOrEmpty(t)).Select(t => t!));
        }

        public ValueMap<string> NodeMeta()
        {
            if (!query.TryGetValue("node-meta", out var pairs))
                return ValueMap<string>.Empty;
            if (pairs.Count > MaxNodeMeta)
                Fail($"Invalid node-meta: at most {MaxNodeMeta} can be given, got {pairs.Count}");
            return ValueMap<string>.From(pairs.Where(p => !string.IsNullOrEmpty(p)).Select(p =>
            {
                var colon = p!.IndexOf(':', StringComparison.Ordinal);
                return colon < 0 ? KeyValuePair.Create(p, "") : KeyValuePair.Create(p[..colon], p[(colon + 1)..]);
            }));
        }

        private void Fail(string text) => Fault ??= ConsulFault.Invalid(text);
    }
}
