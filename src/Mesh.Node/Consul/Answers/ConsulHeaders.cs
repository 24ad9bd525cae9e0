using System.Globalization;
using Mesh.Views;
using Microsoft.Extensions.Primitives;

namespace Mesh.Node.Consul.Answers;

/// <summary>The headers that Consul's clients read. Some stop at the first that is missing, so all are always there.</summary>
internal static class ConsulHeaders
{
    public const string Index = "X-Consul-Index";
    public const string Namespace = "X-Consul-Namespace";
    public const string Partition = "X-Consul-Partition";
    private const string KnownLeader = "X-Consul-KnownLeader";
    private const string LastContact = "X-Consul-LastContact";
    private const string Policy = "X-Consul-Default-ACL-Policy";
    private const string Consistency = "X-Consul-Effective-Consistency";
    private const string Backend = "X-Consul-Query-Backend";
    private const string Hash = "X-Consul-ContentHash";
    private const string Cache = "X-Cache";

    private static readonly StringValues True = "true";
    private static readonly StringValues False = "false";
    private static readonly StringValues Allow = "allow";
    private static readonly StringValues Stale = "stale";
    private static readonly StringValues Blocking = "blocking-query";
    private static readonly StringValues Hit = "HIT";
    private static readonly StringValues Zero = "0";
    private static readonly StringValues JsonType = ConsulAnswer.Json;

    /// <summary>What every reply has, an error too.</summary>
    public static void WriteAlways(IHeaderDictionary headers) => headers[Policy] = Allow;

    /// <summary>What every answer of a list has.</summary>
    public static void Write(IHeaderDictionary headers, ConsulAnswer answer, MeshState state, TimeSpan age)
    {
        headers[Index] = answer.IndexText;
        // Nobody leads: true while this node holds the whole registry.
        headers[KnownLeader] = state.Phase is MeshPhase.Ready ? True : False;
        headers[LastContact] = Text((long)age.TotalMilliseconds);
        headers[Policy] = Allow;
        headers[Consistency] = Stale;
        headers[Backend] = Blocking;
        headers.ContentType = answer.ContentType == ConsulAnswer.Json ? JsonType : answer.ContentType;
        headers.ContentLength = answer.Body.Length;
    }

    /// <summary>Every answer is from what this node holds already.</summary>
    public static void WriteCache(IHeaderDictionary headers, TimeSpan age)
    {
        headers[Cache] = Hit;
        headers.Age = Text((long)age.TotalSeconds);
    }

    public static void WriteHash(IHeaderDictionary headers, ConsulAnswer answer) => headers[Hash] = answer.Hash;

    private static StringValues Text(long number) =>
        number == 0 ? Zero : number.ToString(CultureInfo.InvariantCulture);
}
