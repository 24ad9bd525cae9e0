using System.Text;
using System.Text.Json;
using Google.Protobuf;
using Google.Protobuf.Reflection;
using Mesh.Node.Etcd.Answers;

namespace Mesh.Node.Etcd.Json;

/// <summary>
/// Protobuf messages as JSON in the manner of etcd's gateway: field names as in the proto, 64-bit numbers as text, bytes
/// in base64, defaults left out. Pure.
/// </summary>
internal static class JsonMessages
{
    // Deeper than any message that is served.
    private const int Depth = 16;

    private static readonly JsonParser Parser = new(JsonParser.Settings.Default.WithRecursionLimit(Depth));

    // It passes over names of enums that it does not know, too, so that it is the second to try.
    private static readonly JsonParser Lenient =
        new(JsonParser.Settings.Default.WithRecursionLimit(Depth).WithIgnoreUnknownFields(true));

    private static readonly JsonFormatter Formatter =
        new(JsonFormatter.Settings.Default.WithPreserveProtoFieldNames(true));

    /// <summary>Without the spaces that protobuf's own formatter puts in.</summary>
    public static string Format(IMessage message)
    {
        using var json = JsonDocument.Parse(Formatter.Format(message));
        return JsonSerializer.Serialize(json.RootElement, EtcdJson.Wire.JsonElement);
    }

    /// <summary>The message; an empty body is an empty message.</summary>
    public static EtcdAnswer<IMessage> Parse(MessageDescriptor type, ReadOnlySpan<byte> body)
    {
        if (body.Trim(" \t\r\n"u8).IsEmpty)
            return EtcdAnswer<IMessage>.Of(type.Parser.ParseFrom(ByteString.Empty));
        if (!System.Text.Unicode.Utf8.IsValid(body))
            return JsonErrors.BadInput("the body is not UTF-8");
        try
        {
            return EtcdAnswer<IMessage>.Of(Parse(type, Encoding.UTF8.GetString(body)));
        }
        catch (Exception fault) when (IsBadText(fault))
        {
            return JsonErrors.BadInput(fault.Message);
        }
    }

    /// <summary>The values of a body one after another; null: it is not a sequence of JSON objects.</summary>
    public static IReadOnlyList<Range>? Split(ReadOnlySpan<byte> body)
    {
        var parts = new List<Range>();
        var reader = new Utf8JsonReader(body, new JsonReaderOptions { AllowMultipleValues = true, MaxDepth = Depth });
        try
        {
            while (reader.Read())
            {
                if (reader.TokenType is not JsonTokenType.StartObject)
                    return null;
                var from = (int)reader.TokenStartIndex;
                reader.Skip();
                parts.Add(new Range(from, (int)reader.BytesConsumed));
            }
        }
        catch (JsonException)
        {
            return null;
        }

        return parts;
    }

    /// <summary>Fields that a newer client knows and this does not are passed over, as etcd's gateway does.</summary>
    private static IMessage Parse(MessageDescriptor type, string body)
    {
        try
        {
            return Parser.Parse(body, type);
        }
        catch (InvalidProtocolBufferException fault) when (fault.Message.StartsWith("Unknown field", StringComparison.Ordinal))
        {
            return Lenient.Parse(body, type);
        }
    }

    /// <summary>The parser tells what is wrong with a text in several types of exceptions.</summary>
    private static bool IsBadText(Exception fault) =>
        fault is IOException or FormatException or OverflowException or ArgumentException or InvalidOperationException;
}
