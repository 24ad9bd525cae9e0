using System.Collections;
using System.Globalization;
using System.Reflection;
using System.Text;
using Mesh.Catalog;
using Mesh.KeyValues;
using Mesh.Replication;

namespace Mesh.Actors.Tests.Wire;

/// <summary>
/// All that a message holds as text, so that two can be compared whose types have no equality of content (buckets,
/// arrays), and a difference can be read.
/// </summary>
internal static class MessageText
{
    public static string Of(object? value)
    {
        var text = new StringBuilder();
        Append(text, value);
        return text.ToString();
    }

    private static void Append(StringBuilder text, object? value)
    {
        switch (value)
        {
            case null:
                text.Append("null");
                break;
            case string s:
                text.Append('"').Append(s).Append('"');
                break;
            case ServiceName or InstanceId or Owner or bool or Enum:
                text.Append(value);
                break;
            case Octets octets:
                text.Append("0x").Append(Convert.ToHexString(octets.Span));
                break;
            case DateTimeOffset moment:
                text.Append(moment.UtcTicks);
                break;
            case TimeSpan span:
                text.Append(span.Ticks);
                break;
            case double d:
                text.Append(d.ToString("R", CultureInfo.InvariantCulture));
                break;
            case IFormattable number when value.GetType().IsPrimitive:
                text.Append(number.ToString(null, CultureInfo.InvariantCulture));
                break;
            default:
                AppendParts(text, value);
                break;
        }
    }

    private static void AppendParts(StringBuilder text, object value)
    {
        if (value is IEnumerable items)
        {
            text.Append('[');
            foreach (var item in items)
            {
                Append(text, item);
                text.Append(' ');
            }

            text.Append(']');
            return;
        }

        text.Append(value.GetType().Name).Append('{');
        foreach (var property in Parts(value))
        {
            text.Append(property.Name).Append('=');
            Append(text, property.GetValue(value));
            text.Append(' ');
        }

        text.Append('}');
    }

    private static IEnumerable<PropertyInfo> Parts(object value) => value switch
    {
        InstanceBucket => [typeof(InstanceBucket).GetProperty(nameof(InstanceBucket.Logs))!],
        KeyBucket => [typeof(KeyBucket).GetProperty(nameof(KeyBucket.Logs))!],
        PolicyTable => [typeof(PolicyTable).GetProperty(nameof(PolicyTable.Entries))!],
        _ => value.GetType().GetProperties(BindingFlags.Instance | BindingFlags.Public)
            .Where(p => p.GetIndexParameters().Length == 0),
    };
}
