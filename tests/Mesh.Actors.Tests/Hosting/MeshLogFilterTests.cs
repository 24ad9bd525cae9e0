using Akka.Event;
using Mesh.Hosting;

namespace Mesh.Actors.Tests.Hosting;

public class MeshLogFilterTests
{
    private const string Remoting = "remoting (akka://mesh)";
    private const string Writer = "akka.tcp://mesh@127.0.0.1:1/system/endpointManager/reliableEndpointWriter-x/endpointWriter";

    [Theory]
    [InlineData(Remoting, "Tried to associate with unreachable remote address [akka.tcp://mesh@127.0.0.1:1]. Address is", true)]
    [InlineData(Writer, "AssociationError [akka.tcp://mesh@127.0.0.1:1] -> akka.tcp://mesh@127.0.0.1:2: Error", true)]
    [InlineData(Writer, "Association with remote system x has failed; address is now gated for 250 ms.", true)]
    [InlineData(Remoting, "Association to [x] having UID [1] is irrecoverably failed. UID is now quarantined", false)]
    [InlineData(Remoting, "Remoting started; listening on addresses : [x]", false)]
    [InlineData("akka://mesh/user/mesh/membership", "AssociationError [x", false)]
    public void Only_attempts_to_reach_absent_nodes_are_dropped(string source, string message, bool dropped)
    {
        var line = new Warning(null!, source, typeof(MeshLogFilterTests), message);
        var expected = dropped ? LogFilterDecision.Drop : LogFilterDecision.NoDecision;

        Assert.Equal(expected, new MeshLogFilter().ShouldKeepMessage(line));
        Assert.Equal(expected, new MeshLogFilter().ShouldKeepMessage(line, $"[WARNING][00:00][Thread 1][{source}] {message}"));
    }
}
