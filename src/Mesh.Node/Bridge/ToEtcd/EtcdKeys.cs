using System.Text.Json;
using Mesh.Node.Bridge.Mirror;

namespace Mesh.Node.Bridge.ToEtcd;

/// <summary>
/// Keys of a bridge in etcd. Marks lie beside the copies: the format of a value is its reader's, nothing is added to it.
/// </summary>
internal static class EtcdKeys
{
    public const string Root = "/mesh-bridge/";
    public const string Marks = Root + "marks/";

    /// <summary>The key that the working process of a bridge holds by its lease.</summary>
    public static string Claim(string bridge) => $"{Root}bridges/{bridge}";

    /// <summary>The copy's key as it is, after the prefix.</summary>
    public static string Mark(string key) => Marks + key;

    public static byte[] ToJson(OriginMark mark) => JsonSerializer.SerializeToUtf8Bytes(
        new Dictionary<string, string>(mark.Write()), EtcdBridgeJson.Default.DictionaryStringString);

    public static byte[] ToJson(EtcdClaim claim) =>
        JsonSerializer.SerializeToUtf8Bytes(claim, EtcdBridgeJson.Default.EtcdClaim);

    /// <summary>What cannot be read is still a mark, of nobody's.</summary>
    public static OriginMark ReadMark(ReadOnlySpan<byte> json)
    {
        var none = new OriginMark(new BridgeOrigin("unknown", "unknown"), "", "", "");
        try
        {
            return JsonSerializer.Deserialize(json, EtcdBridgeJson.Default.DictionaryStringString) is { } found
                ? OriginMark.Read(found) ?? none
                : none;
        }
        catch (JsonException)
        {
            return none;
        }
    }

    public static EtcdClaim? ReadClaim(ReadOnlySpan<byte> json)
    {
        try
        {
            return JsonSerializer.Deserialize(json, EtcdBridgeJson.Default.EtcdClaim);
        }
        catch (JsonException)
        {
            return null;
        }
    }
}
