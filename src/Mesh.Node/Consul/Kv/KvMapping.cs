using System.Globalization;
using Mesh.KeyValues;
using Mesh.Node.Consul.Answers;
using static Mesh.Client.KeyValueReplies;

namespace Mesh.Node.Consul.Kv;

/// <summary>What a request to kv means, and what an answer of the store means to the client. Pure.</summary>
internal static class KvMapping
{
    private static readonly string[] Locks = ["cas", "acquire", "release"];

    public static KvForm FormOf(IQueryCollection query) =>
        query.ContainsKey("keys") ? KvForm.Keys
        : query.ContainsKey("recurse") ? KvForm.Recurse
        : query.ContainsKey("raw") ? KvForm.Raw
        : KvForm.One;

    /// <summary>Compare-and-set and locks promise that only one wins, over the whole mesh: nothing here could keep that.</summary>
    public static ConsulFault? CheckLocks(IQueryCollection query) => Locks.FirstOrDefault(query.ContainsKey) is { } name
        ? new ConsulFault(
            StatusCodes.Status501NotImplemented,
            $"{name} is not served: the key-value store is eventually consistent and cannot promise that one writer wins")
        : null;

    public static (KeyBatch? Batch, ConsulFault? Fault) Put(string key, byte[] value, IQueryCollection query)
    {
        if (key.Length == 0)
            return (null, ConsulFault.Invalid("Missing key name"));
        var flags = query["flags"].FirstOrDefault() ?? "";
        if (!ulong.TryParse(flags.Length == 0 ? "0" : flags, NumberStyles.None, CultureInfo.InvariantCulture, out var number))
            return (null, ConsulFault.Invalid("Invalid flags: must be a whole number of 64 bits"));
        return (new KeyBatch(new KeyWrite.Put(ConsulKeys.ToStore(key), Octets.Wrap(value), 0, number)), null);
    }

    public static (KeyBatch? Batch, ConsulFault? Fault) Delete(string key, IQueryCollection query)
    {
        var stored = ConsulKeys.ToStore(key);
        if (query.ContainsKey("recurse"))
            return (new KeyBatch(new KeyWrite.DeleteRange(stored, stored.PrefixEnd())), null);
        return key.Length == 0
            ? (null, ConsulFault.Invalid("Missing key name"))
            : (new KeyBatch(new KeyWrite.Delete(stored)), null);
    }

    /// <summary>Null: done.</summary>
    public static ConsulFault? FaultOf(IApplyReply reply) => reply switch
    {
        Applied => null,
        Rejected rejected => ConsulFault.Invalid(
            string.Join("; ", rejected.Faults.Select(f => $"Invalid {f.Field}: '{f.Value}' {f.Bound}"))),
        Full { Reason.Length: > 0 } ofToken => new ConsulFault(StatusCodes.Status507InsufficientStorage, ofToken.Reason),
        Full full => new ConsulFault(
            StatusCodes.Status507InsufficientStorage, $"the key-value store is full: {full.Bound} {full.What} are the bound"),
        Unavailable down => new ConsulFault(StatusCodes.Status503ServiceUnavailable, down.Reason),
        _ => new ConsulFault(StatusCodes.Status500InternalServerError, $"unexpected answer {reply.GetType().Name}"),
    };
}
