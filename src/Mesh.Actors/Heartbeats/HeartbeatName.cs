using System.Globalization;
using System.Text;
using Mesh.Catalog;

namespace Mesh.Heartbeats;

/// <summary>The name of an instance's actor: readable, and different for different keys whatever they hold.</summary>
internal static class HeartbeatName
{
    public static string Of(InstanceKey key)
    {
        // Service names need no escape and hold no ':', so the first one ends the service.
        var name = new StringBuilder(key.Service.Value, key.Service.Value.Length + key.Id.Value.Length + 1).Append(':');
        foreach (var c in key.Id.Value)
        {
            if (char.IsAsciiLetterOrDigit(c) || c is '-' or '_' or '.')
                name.Append(c);
            else
                name.Append(CultureInfo.InvariantCulture, $"%{c >> 8:x2}%{c & 0xff:x2}");
        }

        return name.ToString();
    }
}
