using Mesh.Kademlia.Lookups;

namespace Mesh.Kademlia.Simulator.Overlay;

/// <summary>Runs a lookup in rounds: whoever is asked in one round answers before the next.</summary>
internal sealed class WaveDriver(IAnswers answers, int k)
{
    private readonly Contact[] _contacts = new Contact[k];
    private readonly List<Contact> _wave = [];

    /// <summary>Runs it to its end and answers how many rounds that took.</summary>
    public int Run(Lookup lookup)
    {
        for (var rounds = 0; ; rounds++)
        {
            _wave.Clear();
            while (lookup.TryNext(out var peer))
                _wave.Add(peer);
            if (_wave.Count == 0)
                return rounds;
            foreach (var peer in _wave)
            {
                if (answers.TryAnswer(peer, lookup.Target, _contacts, out var count, out var hasValue))
                    lookup.OnAnswer(peer.Id, _contacts.AsSpan(0, count), hasValue);
                else
                    lookup.OnFailure(peer.Id);
            }
        }
    }
}
