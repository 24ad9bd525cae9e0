using System.Collections.Immutable;
using Mesh.Catalog;
using Mesh.Membership.Joining;

namespace Mesh.Actors.Tests.Membership.Joining;

/// <summary>Nodes that look for their mesh, in virtual time: what they ask each other arrives when the test says.</summary>
/// <param name="starts">When each node listens, by its address; all of them are the seeds.</param>
/// <param name="hello">Seconds from a question who answers there to the answer.</param>
/// <param name="knock">Seconds that a knock takes, and its answer as long again.</param>
internal sealed class JoinWorld(
    ImmutableSortedDictionary<string, double> starts,
    Func<string, string, double> hello,
    Func<string, string, double> knock)
{
    private static readonly MeshTerms Terms = new("mesh", 64, 1);

    private readonly PriorityQueue<Action, (double At, int Number)> _due = new();
    private readonly Dictionary<string, JoinState> _states = [];
    private readonly Dictionary<string, List<string>> _meshes = [];
    private double _now;
    private int _number;

    /// <summary>Who formed a mesh.</summary>
    public List<string> Formed { get; } = [];

    /// <summary>Who had to leave its mesh for another.</summary>
    public List<string> Moved { get; } = [];

    /// <summary>In the mesh that each node is in.</summary>
    public int MembersOf(string address) => _meshes.GetValueOrDefault(address)?.Count ?? 0;

    public JoinWorld Run(double seconds)
    {
        foreach (var (address, at) in starts)
            After(at, () => Start(address));
        while (_due.TryDequeue(out var next, out var due) && due.At <= seconds)
        {
            _now = due.At;
            next();
        }

        return this;
    }

    private static Owner Node(string address) => new(address, 1);

    private void Start(string address)
    {
        _states[address] = JoinState.Start(
            new JoinSettings(Node(address), Terms, ValueList.From(starts.Keys), [], OwnsCluster: true), Now());
        Step(address, JoinInput.Round.Instance);
    }

    private Moment Now() => new(TimeSpan.FromSeconds(_now), default);

    private void After(double seconds, Action action) => _due.Enqueue(action, (_now + seconds, _number++));

    private void Step(string self, JoinInput input, string from = "")
    {
        (_states[self], var effects) = _states[self].Step(input, Now());
        foreach (var effect in effects)
            Perform(self, effect, from);
    }

    private void Perform(string self, JoinEffect effect, string from)
    {
        switch (effect)
        {
            case JoinEffect.RoundAfter round:
                After(round.Pause.TotalSeconds, () => Step(self, JoinInput.Round.Instance));
                break;
            case JoinEffect.Greet greet when _states.ContainsKey(greet.Address):
                After(
                    hello(self, greet.Address),
                    () => Step(self, new JoinInput.Greeted(greet.Address, new SeedGreeting(Node(greet.Address), ""))));
                break;
            case JoinEffect.Greet greet:
                After(0.001, () => Step(self, new JoinInput.Greeted(greet.Address, SeedGreeting.Nobody)));
                break;
            case JoinEffect.Knock ask:
                After(knock(self, ask.Address), () => Step(ask.Address, new JoinInput.Knocked(Node(self), Terms, ask.Island), self));
                break;
            case JoinEffect.Answer answer:
                After(
                    knock(from, self),
                    () => Step(from, new JoinInput.Answered(Node(self), Terms, answer.Listed, answer.Island, answer.KnowsAsker)));
                break;
            case JoinEffect.Join join:
                Join(self, join.Address);
                break;
            case JoinEffect.Move:
                Moved.Add(self);
                break;
        }
    }

    private void Join(string self, string through)
    {
        if (_meshes.ContainsKey(self))
            return;
        if (self == through)
        {
            Formed.Add(self);
            _meshes[self] = [];
        }

        if (!_meshes.TryGetValue(through, out var members))
            return;
        members.Add(self);
        _meshes[self] = members;
        var island = new Island(members.Count, Node(members[0]), 1);
        foreach (var member in members)
            After(0, () => Step(member, new JoinInput.Situated(island, [.. members.Select(Node)], [.. members])));
    }
}
