using Mesh.Catalog;
using Mesh.Client.Http;
using static Mesh.Testing.TestCatalog;

namespace Mesh.Client.Tests.Http;

public sealed class InstancePortTests
{
    [Theory]
    // Nothing is said of the main port: it speaks what is asked for, and http when both will do.
    [InlineData("http", "", "http 80")]
    [InlineData("https", "", "https 80")]
    [InlineData("https+http", "", "http 80")]
    [InlineData("http+https", "", "http 80")]
    [InlineData("ws", "", "ws 80")]
    [InlineData("wss", "", "wss 80")]
    // The main port speaks http.
    [InlineData("http", "http=80", "http 80")]
    [InlineData("https", "http=80", "")]
    [InlineData("https+http", "http=80", "http 80")]
    // Both, http first.
    [InlineData("http", "http=80 https=443", "http 80")]
    [InlineData("https", "http=80 https=443", "https 443")]
    [InlineData("https+http", "http=80 https=443", "https 443")]
    [InlineData("http+https", "http=80 https=443", "http 80")]
    // The main port speaks TLS.
    [InlineData("http", "https=80", "")]
    [InlineData("http", "https=80 http=81", "http 81")]
    [InlineData("https", "https=80 http=81", "https 80")]
    [InlineData("http+https", "https=80", "https 80")]
    // TLS is beside a main port of which nothing is said.
    [InlineData("http", "https=443", "http 80")]
    [InlineData("https", "https=443", "https 443")]
    [InlineData("https+http", "https=443", "https 443")]
    public void Scheme_finds_the_port_that_speaks_it(string scheme, string ports, string expected) =>
        Assert.Equal(expected, Text(InstancePort.Of(With(80, ports), null, SchemeChoices.Of(scheme)!.Value)));

    [Theory]
    [InlineData("http", "admin=9", "http 9")]
    [InlineData("https", "admin=9", "https 9")]
    [InlineData("https+http", "admin=9", "http 9")]
    [InlineData("https+http", "admin=9 https=9", "https 9")]
    [InlineData("http", "admin=9 https=9", "")]
    [InlineData("http", "grpc=9", "")]
    public void Named_port_is_that_or_none(string scheme, string ports, string expected) =>
        Assert.Equal(expected, Text(InstancePort.Of(With(80, ports), "admin", SchemeChoices.Of(scheme)!.Value)));

    [Fact]
    public void Instance_without_a_port_is_not_called() =>
        Assert.Null(InstancePort.Of(With(0, ""), null, SchemeChoice.Plain));

    private static ServiceInstance With(int port, string ports) => Instance("orders", "a", port) with
    {
        Ports = ValueMap<int>.From(ports.Split(' ', StringSplitOptions.RemoveEmptyEntries).Select(p => p.Split('=')).Select(
            p => KeyValuePair.Create(p[0], int.Parse(p[1], System.Globalization.CultureInfo.InvariantCulture)))),
    };

    private static string Text(InstancePort? port) => port is { } found ? $"{found.Scheme} {found.Port}" : "";
}
