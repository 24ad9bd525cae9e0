using System.Net.Sockets;
using Mesh.Hosting;

namespace Mesh.Actors.Tests.Hosting;

public class StartFaultTests
{
    private const string Host = "10.0.0.1";
    private const int Port = 4053;

    [Theory]
    [InlineData(SocketError.AddressAlreadyInUse, "Mesh:Port: '4053' is taken")]
    [InlineData(SocketError.AddressNotAvailable, "Mesh:Host: '10.0.0.1' is not an address of this machine")]
    [InlineData(SocketError.AccessDenied, "Mesh:Port: '4053' may not be used")]
    [InlineData(SocketError.HostNotFound, "Mesh:Host: '10.0.0.1' cannot be resolved")]
    [InlineData(SocketError.NetworkDown, "cannot listen on 10.0.0.1:4053")]
    public void Socket_errors_name_the_option(SocketError error, string expected)
    {
        var fault = new AggregateException(new InvalidOperationException("remoting", new SocketException((int)error)));

        Assert.Contains(expected, StartFault.Line(fault, Host, Port), StringComparison.Ordinal);
    }

    [Fact]
    public void Other_faults_give_their_innermost_message() =>
        Assert.Contains("deep", StartFault.Line(new InvalidOperationException("outer", new FormatException("deep")), Host, Port),
            StringComparison.Ordinal);
}
