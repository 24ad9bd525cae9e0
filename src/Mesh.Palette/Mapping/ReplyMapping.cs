using Mesh.Catalog;
using Mesh.Client;
using Mesh.Palette.Api;

namespace Mesh.Palette.Mapping;

/// <summary>From the replies of the client to those of the API.</summary>
internal static class ReplyMapping
{
    public static ApiReply<RegisterReply> Of(MeshReplies.IRegisterReply reply) =>
        reply is MeshReplies.Registered done
            ? ApiReply<RegisterReply>.Of(
                new RegisterReply(done.Key.Id.Value, done.Key.Service.Value, done.Revision, done.ConfirmedBy)
                {
                    Claim = done.Claim,
                    Reached = done.Reached ? null : false,
                })
            : ApiReply<RegisterReply>.Of(Refusal(reply));

    public static ApiReply<WriteReply> Of(MeshReplies.IDeregisterReply reply) =>
        reply switch
        {
            MeshReplies.Deregistered done => Written(done.Key, done.Revision),
            MeshReplies.Rejected { Faults: [{ Field: ClaimTag.Field } fault] } => ApiReply<WriteReply>.Of(ApiProblems.Mismatch(fault)),
            _ => Refused(reply),
        };

    public static ApiReply<RemoveReply> Of(MeshReplies.IRemoveNodeReply reply) => reply switch
    {
        MeshReplies.NodeRemoved done => ApiReply<RemoveReply>.Of(
            new RemoveReply(done.Address, done.Removed.Count, [.. done.Removed.Select(k => k.ToString())])),
        MeshReplies.NodeIsAlive alive => ApiReply<RemoveReply>.Of(ApiProblems.NodeAlive(alive.Address)),
        MeshReplies.NodeNotFound none => ApiReply<RemoveReply>.Of(
            ApiProblems.Missing($"no member {none.Address}, and nothing that it left")),
        _ => ApiReply<RemoveReply>.Of(Refusal(reply)),
    };

    public static ApiReply<WriteReply> Of(MeshReplies.IRenewReply reply) =>
        reply is MeshReplies.Renewed done ? Written(done.Key, done.Revision) : Refused(reply);

    public static ApiReply<WriteReply> Of(MeshReplies.ISetStatusReply reply) =>
        reply is MeshReplies.StatusSet done ? Written(done.Key, done.Revision) : Refused(reply);

    public static ApiReply<DrainReply> Of(MeshReplies.IDrainReply reply) =>
        reply is MeshReplies.Drained done
            ? ApiReply<DrainReply>.Of(new DrainReply(done.Confirmed, done.Unconfirmed))
            : ApiReply<DrainReply>.Of(Refusal(reply));

    public static ApiReply<PolicyModel> Of(MeshReplies.ISetPolicyReply reply, PolicyModel set) =>
        reply is MeshReplies.PolicySet ? ApiReply<PolicyModel>.Of(set) : ApiReply<PolicyModel>.Of(Refusal(reply));

    public static ApiReply<ExportItem> Of(MeshReplies.ISetPolicyReply reply, ExportItem set) =>
        reply is MeshReplies.PolicySet ? ApiReply<ExportItem>.Of(set) : ApiReply<ExportItem>.Of(Refusal(reply));

    public static ApiReply<ExplainReply> Of(MeshReplies.IExplainReply reply) =>
        reply is MeshReplies.Explanation story
            ? ApiReply<ExplainReply>.Of(new ExplainReply([.. story.Events.Select(ToEvent)]))
            : ApiReply<ExplainReply>.Of(Refusal(reply));

    private static ExplainEvent ToEvent(CatalogEvent told) => new(
        told.At, told.Change, told.Evidence.Cause, told.Evidence.Observer, told.Evidence.Detail);

    private static ApiReply<WriteReply> Written(InstanceKey key, long revision) =>
        ApiReply<WriteReply>.Of(new WriteReply(key.Id.Value, key.Service.Value, revision));

    private static ApiReply<WriteReply> Refused(MeshReplies.IReply reply) =>
        ApiReply<WriteReply>.Of(Refusal(reply));

    private static ApiProblem Refusal(MeshReplies.IReply reply) => reply switch
    {
        MeshReplies.InstanceNotFound missing => ApiProblems.Missing($"no instance {missing.Key}"),
        MeshReplies.Rejected rejected => ApiProblems.Invalid(rejected.Faults),
        MeshReplies.Unavailable unavailable => ApiProblems.NotNow(unavailable.Reason),
        _ => ApiProblems.NotNow($"the registry answered with {reply.GetType().Name}"),
    };
}
