using System.Buffers;
using System.Buffers.Text;
using System.Runtime.CompilerServices;
using System.Text;
using System.Text.Json;
using Mesh.Client;
using Mesh.Palette.Api;
using Mesh.Palette.Mapping;
using Mesh.Views;

namespace Mesh.Node.Http;

/// <summary>
/// The body of the commonest question, all instances of a service. The instances are serialised once for each view of
/// the service; revision and age, which change without it, are written around them.
/// </summary>
internal static class ServiceBody
{
    private static readonly ConditionalWeakTable<ServiceView, byte[]> Cache = [];

    public static void Write(IBufferWriter<byte> output, string service, Resolution found)
    {
        Append(output, "{\"service\":\""u8);
        // Letters, digits and -_. only: nothing to escape.
        Append(output, Encoding.ASCII.GetBytes(service));
        Append(output, "\",\"revision\":"u8);
        Append(output, found.Revision);
        Append(output, ",\"ageMs\":"u8);
        Append(output, (long)found.Age.TotalMilliseconds);
        Append(output, ",\"instances\":"u8);
        Append(output, found.Service is { } view ? Cache.GetValue(view, Serialise) : "[]"u8);
        Append(output, "}"u8);
    }

    private static byte[] Serialise(ServiceView view) => JsonSerializer.SerializeToUtf8Bytes(
        InstanceMapping.ToModels(view.Instances), ApiJson.Wire.IReadOnlyListInstanceModel);

    private static void Append(IBufferWriter<byte> output, ReadOnlySpan<byte> bytes) => output.Write(bytes);

    private static void Append(IBufferWriter<byte> output, long number)
    {
        Utf8Formatter.TryFormat(number, output.GetSpan(20), out var written);
        output.Advance(written);
    }
}
