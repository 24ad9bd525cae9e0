using Mesh.Catalog;
using Mesh.Palette.Api;
using Mesh.Registry;

namespace Mesh.Palette.Mapping;

/// <summary>From the replies of the registry to those of the API.</summary>
internal static class ReplyMapping
{
    public static ApiReply<RegisterReply> Of(RegistryProtocol.IRegisterReply reply) =>
        reply is RegistryProtocol.Registered done
            ? ApiReply<RegisterReply>.Of(
                new RegisterReply(done.Key.Id.Value, done.Key.Service.Value, done.Revision, done.ConfirmedBy)
                {
                    Reached = done.Reached ? null : false,
                })
            : ApiReply<RegisterReply>.Of(Refusal(reply));

    public static ApiReply<WriteReply> Of(RegistryProtocol.IDeregisterReply reply) =>
        reply is RegistryProtocol.Deregistered done ? Written(done.Key, done.Revision) : Refused(reply);

    public static ApiReply<WriteReply> Of(RegistryProtocol.IRenewReply reply) =>
        reply is RegistryProtocol.Renewed done ? Written(done.Key, done.Revision) : Refused(reply);

    public static ApiReply<WriteReply> Of(RegistryProtocol.ISetStatusReply reply) =>
        reply is RegistryProtocol.StatusSet done ? Written(done.Key, done.Revision) : Refused(reply);

    public static ApiReply<DrainReply> Of(RegistryProtocol.IDrainReply reply) =>
        reply is RegistryProtocol.Drained done
            ? ApiReply<DrainReply>.Of(new DrainReply(done.Confirmed, done.Unconfirmed))
            : ApiReply<DrainReply>.Of(Refusal(reply));

    public static ApiReply<PolicyModel> Of(RegistryProtocol.ISetPolicyReply reply, PolicyModel set) =>
        reply is RegistryProtocol.PolicySet ? ApiReply<PolicyModel>.Of(set) : ApiReply<PolicyModel>.Of(Refusal(reply));

    public static ApiReply<ExportItem> Of(RegistryProtocol.ISetPolicyReply reply, ExportItem set) =>
        reply is RegistryProtocol.PolicySet ? ApiReply<ExportItem>.Of(set) : ApiReply<ExportItem>.Of(Refusal(reply));

    public static ApiReply<ExplainReply> Of(RegistryProtocol.IExplainReply reply) =>
        reply is RegistryProtocol.Explanation story
            ? ApiReply<ExplainReply>.Of(new ExplainReply([.. story.Events.Select(ToEvent)]))
            : ApiReply<ExplainReply>.Of(Refusal(reply));

    private static ExplainEvent ToEvent(CatalogEvent told) => new(
        told.At, told.Change, told.Evidence.Cause, told.Evidence.Observer, told.Evidence.Detail);

    private static ApiReply<WriteReply> Written(InstanceKey key, long revision) =>
        ApiReply<WriteReply>.Of(new WriteReply(key.Id.Value, key.Service.Value, revision));

    private static ApiReply<WriteReply> Refused(RegistryProtocol.IReply reply) =>
        ApiReply<WriteReply>.Of(Refusal(reply));

    private static ApiProblem Refusal(RegistryProtocol.IReply reply) => reply switch
    {
        RegistryProtocol.InstanceNotFound missing => ApiProblems.Missing($"no instance {missing.Key}"),
        RegistryProtocol.Rejected rejected => ApiProblems.Invalid(rejected.Faults),
        RegistryProtocol.Unavailable unavailable => ApiProblems.NotNow(unavailable.Reason),
        _ => ApiProblems.NotNow($"the registry answered with {reply.GetType().Name}"),
    };
}
