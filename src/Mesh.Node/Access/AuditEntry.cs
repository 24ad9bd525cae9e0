using System.Globalization;
using System.Text;
using System.Text.Encodings.Web;
using System.Text.Json;

namespace Mesh.Node.Access;

/// <summary>One decision on a request, or many that were alike.</summary>
/// <param name="Who">The name of the token, or what there was instead of one; never the secret.</param>
/// <param name="From">The address of the caller; empty: not over the network.</param>
/// <param name="What">Method and path, or the method of a message.</param>
/// <param name="Needs">What the caller has to be allowed, and on what.</param>
/// <param name="Outcome">allowed, or the reason of the refusal in a word.</param>
/// <param name="Reason">In words; empty when it was allowed.</param>
internal sealed record AuditEntry(string Who, string From, string What, string Needs, string Outcome, string Reason)
{
    private static readonly JsonWriterOptions Plain = new() { Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping };

    /// <summary>How many more there were like it that have no line of their own; 0: it is one.</summary>
    public long Repeated { get; init; }

    /// <summary>One line of JSON without its end.</summary>
    public string ToJson(DateTimeOffset at)
    {
        using var bytes = new MemoryStream();
        using (var json = new Utf8JsonWriter(bytes, Plain))
        {
            json.WriteStartObject();
            json.WriteString("time", at.UtcDateTime.ToString("yyyy-MM-ddTHH:mm:ss.fffZ", CultureInfo.InvariantCulture));
            json.WriteString("who", Who);
            json.WriteString("from", From);
            json.WriteString("what", What);
            json.WriteString("needs", Needs);
            json.WriteString("outcome", Outcome);
            if (Reason.Length > 0)
                json.WriteString("reason", Reason);
            if (Repeated > 0)
                json.WriteNumber("repeated", Repeated);
            json.WriteEndObject();
        }

        return Encoding.UTF8.GetString(bytes.ToArray());
    }
}
