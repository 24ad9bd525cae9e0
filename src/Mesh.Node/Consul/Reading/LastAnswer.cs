using Mesh.Node.Consul.Answers;

namespace Mesh.Node.Consul.Reading;

/// <summary>The last answer to a question that many ask, made anew when its index has changed.</summary>
internal sealed class LastAnswer
{
    private volatile ConsulAnswer? _answer;

    public ConsulAnswer Get(long index, Func<byte[]> body)
    {
        if (_answer is { } held && held.Index == index)
            return held;
        return _answer = new ConsulAnswer(index, body());
    }
}
