using Mesh.Catalog;
using static Mesh.Client.MeshReplies;

namespace Mesh.Client.Local;

/// <summary>Writes within a quota.</summary>
internal static class QuotaCalls
{
    /// <summary>A write that is on its way holds its room, though who asked for it hangs up.</summary>
    public static async Task<T> WithinAsync<T>(
        QuotaRoom taken, Func<QuotaExcess, T> refuse, Func<CancellationToken, Task<T>> write, CancellationToken cancellation)
    {
        using var room = taken;
        return room.Excess is { } excess ? refuse(excess) : await write(room.IsTaken ? CancellationToken.None : cancellation);
    }

    public static T Refuse<T>(InstanceKey key, QuotaExcess excess)
        where T : class, IReply =>
        (T)(object)new Rejected(ValueList.From([new InvalidField("instance", $"{key}", $"is too much: {excess.Words}")]));

    public static KeyValueReplies.Full Refuse(QuotaExcess excess) => new(excess.What, excess.Bound) { Reason = excess.Words };
}
