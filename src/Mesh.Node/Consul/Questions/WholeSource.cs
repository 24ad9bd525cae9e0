using Mesh.Node.Consul.Answers;
using Mesh.Node.Consul.Blocking;
using Mesh.Node.Consul.Reading;
using Mesh.Views;

namespace Mesh.Node.Consul.Questions;

/// <summary>A question about more than one service; any change of the mesh may change the answer.</summary>
internal sealed class WholeSource(ReadContext context, Func<WholeCatalog, byte[]> body) : IConsulSource
{
    private WholeCatalog? _last;
    private ConsulAnswer? _answer;

    public string Topic => Topics.Everything;

    public ConsulAnswer Read()
    {
        var snapshot = context.Client.Snapshot;
        var whole = Look(snapshot, context.Members.Current);
        if (_last?.Index == whole.Index)
            return _answer!;
        _last = whole;
        return _answer = new ConsulAnswer(whole.Index, body(whole));
    }

    private WholeCatalog Look(CatalogSnapshot snapshot, MemberList members) => new(
        snapshot,
        members,
        context.Index.NodesOfInstances(snapshot).Nodes,
        context.Whole.Of(snapshot.Index, members.Index),
        context.Bodies.Names);
}
