using Akka.Actor;
using Mesh.Catalog;
using static Mesh.KeyValues.KeyValueProtocol;

namespace Mesh.KeyValues;

/// <summary>
/// A call from this process to the actor of the store. The answer comes through a task, not a message: asking would
/// cost more than the call itself.
/// </summary>
internal abstract class KeyValueCall : INoSerializationVerificationNeeded
{
    /// <summary>How long the answer to a write waits for the members that can be reached to hold it; 0: it does not.</summary>
    public TimeSpan Reach { get; init; }

    /// <summary>After the answer: the members that had not said that they hold the write.</summary>
    public ValueList<string> Missing { get; private set; } = [];

    public void Answer(IReply reply, ValueList<string> missing)
    {
        Missing = missing;
        Complete(reply);
    }

    protected abstract void Complete(IReply reply);

    /// <summary>A batch of writes.</summary>
    public sealed class Apply(KeyBatch batch) : Of<IApplyReply>
    {
        public KeyBatch Batch { get; } = batch;
    }

    public sealed class Grant(long lease, long ttl) : Of<IGrantReply>
    {
        public long Lease { get; } = lease;

        public long Ttl { get; } = ttl;
    }

    public sealed class KeepAlive(long lease) : Of<IKeepAliveReply>
    {
        public long Lease { get; } = lease;
    }

    public sealed class Revoke(long lease) : Of<IRevokeReply>
    {
        public long Lease { get; } = lease;
    }

    public sealed class TimeToLive(long lease) : Of<ITimeToLiveReply>
    {
        public long Lease { get; } = lease;
    }

    /// <summary>Records as they were stored, with their claims.</summary>
    public sealed class Restore(IReadOnlyList<KeyRecord> records) : Of<IReply>
    {
        public IReadOnlyList<KeyRecord> Records { get; } = records;
    }

    /// <summary>A door's own line of revisions has come to this time. There is no answer.</summary>
    public sealed class Reached(long slot) : KeyValueCall
    {
        public long Slot { get; } = slot;

        protected override void Complete(IReply reply)
        {
        }
    }

    public abstract class Of<TReply> : KeyValueCall
        where TReply : class, IReply
    {
        private readonly TaskCompletionSource<TReply> _answer = new(TaskCreationOptions.RunContinuationsAsynchronously);

        public Task<TReply> Task => _answer.Task;

        protected override void Complete(IReply reply) => _answer.TrySetResult((TReply)reply);
    }
}
