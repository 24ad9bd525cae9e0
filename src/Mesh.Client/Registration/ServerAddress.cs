using System.Net;
using Microsoft.AspNetCore.Http;

namespace Mesh.Client.Registration;

/// <summary>One address that the application's server listens on.</summary>
/// <param name="Host">Null: all addresses of the machine.</param>
internal sealed record ServerAddress(string Scheme, string? Host, int Port)
{
    /// <summary>Reads what a server reports, such as "http://[::]:8080" or "https://*:443"; null when it is no TCP address.</summary>
    public static ServerAddress? Parse(string text)
    {
        BindingAddress binding;
        try
        {
            binding = BindingAddress.Parse(text);
        }
        catch (FormatException)
        {
            return null;
        }

        if (binding.IsUnixPipe || binding.IsNamedPipe || binding.Port is < 1 or > IPEndPoint.MaxPort)
            return null;
        var host = binding.Host.Trim('[', ']');
        return new ServerAddress(binding.Scheme, IsAny(host) ? null : host, binding.Port);
    }

    private static bool IsAny(string host) =>
        host is "*" or "+"
        || (IPAddress.TryParse(host, out var ip) && (ip.Equals(IPAddress.Any) || ip.Equals(IPAddress.IPv6Any)));
}
