using System.Text.Encodings.Web;
using System.Text.Json;
using System.Text.Json.Serialization;

namespace Mesh.Palette.Api;

/// <summary>The JSON of the API as it is sent and as callers read it.</summary>
public static class ApiJson
{
    /// <summary>What is sent: text as it is, escaped only where JSON needs it.</summary>
    public static MeshJson Wire { get; } = new(new JsonSerializerOptions(MeshJson.Default.Options)
    {
        Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping,
    });

    /// <summary>What callers read answers with: a field of a newer node is skipped.</summary>
    public static MeshJson Lenient { get; } = new(new JsonSerializerOptions(Wire.Options)
    {
        UnmappedMemberHandling = JsonUnmappedMemberHandling.Skip,
    });
}
