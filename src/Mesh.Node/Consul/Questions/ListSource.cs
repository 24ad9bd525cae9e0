using Mesh.Node.Consul.Answers;
using Mesh.Node.Consul.Reading;

namespace Mesh.Node.Consul.Questions;

/// <summary>A list with an index of its own.</summary>
/// <param name="shared">Where the answer is kept for all who ask the same.</param>
/// <param name="line">Where the index is another than that of the topic's other lists.</param>
/// <param name="look">The present index, and what makes the body for it.</param>
internal sealed class ListSource(
    string topic,
    Func<(long Index, Func<byte[]> Body)> look,
    LastAnswer? shared = null,
    string? line = null) : IConsulSource
{
    private readonly LastAnswer _last = shared ?? new LastAnswer();

    public string Topic => topic;

    public string? Line => line ?? topic;

    public ConsulAnswer Read()
    {
        var (index, body) = look();
        return _last.Get(index, body);
    }
}
