namespace Mesh.Doors.Tests.Consul.Agent;

/// <summary>Each recording ends with what it began with, so that the node serves the next.</summary>
public sealed class AgentRecordingTests(AgentNode node) : IClassFixture<AgentNode>
{
    public static TheoryData<string> Recordings => [.. AgentRecording.Names()];

    [Theory]
    [MemberData(nameof(Recordings))]
    public async Task Recorded_requests_get_the_recorded_answers(string name)
    {
        var (expected, actual) = await AgentRecording.ReplayAsync(name, node);

        Assert.Equal(expected, actual);
    }
}
