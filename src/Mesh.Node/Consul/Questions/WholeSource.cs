using Mesh.Node.Consul.Answers;
using Mesh.Node.Consul.Reading;

namespace Mesh.Node.Consul.Questions;

/// <summary>A question about more than one service; any change of the mesh may change the answer.</summary>
internal sealed class WholeSource(ReadContext context, Func<WholeCatalog, byte[]> body) : IConsulSource
{
    private WholeCatalog? _last;
    private ConsulAnswer? _answer;

    public string Topic => Mesh.Node.Consul.Blocking.Topics.Everything;

    public ConsulAnswer Read()
    {
        var snapshot = context.Client.Snapshot;
        var whole = new WholeCatalog(snapshot, context.Members.Current, context.Index.ExternalNodes(snapshot).Nodes, context.Bodies.Names);
        if (_last?.Index == whole.Index)
            return _answer!;
        _last = whole;
        return _answer = new ConsulAnswer(whole.Index, body(whole));
    }
}
