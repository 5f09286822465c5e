// Tools that ask the person in the middle of the call: by a form, and by a page to open.
import { randomUUID } from 'node:crypto';
import { acceptedContent, inputRequired, inputResponse, type McpServer } from '@modelcontextprotocol/server';
import { z } from 'zod';
import { needsWriteScope, type Office, structured, text, toolError, writing } from '../office.ts';

const captainForm = {
  type: 'object' as const,
  properties: {
    name: { type: 'string' as const, title: 'Name', minLength: 2, maxLength: 80 },
    email: { type: 'string' as const, title: 'E-mail', format: 'email' as const },
    licensedSince: { type: 'string' as const, title: 'Licensed since', format: 'date' as const },
    years: { type: 'integer' as const, title: 'Years at sea', minimum: 0, maximum: 70, default: 5 },
    heightMetres: { type: 'number' as const, title: 'Height in metres', minimum: 1, maximum: 2.5 },
    pilot: { type: 'boolean' as const, title: 'Needs a pilot', default: true },
    rank: {
      type: 'string' as const,
      title: 'Rank',
      oneOf: [
        { const: 'mate', title: 'Mate' },
        { const: 'master', title: 'Master' },
      ],
      default: 'master',
    },
    radio: {
      type: 'array' as const,
      title: 'Radio channels',
      items: { type: 'string' as const, enum: ['12', '14', '16'] },
      minItems: 1,
      default: ['16'],
    },
  },
  required: ['name', 'rank'],
};

const captainAnswer = z.object({
  name: z.string().min(2).max(80),
  email: z.string().optional(),
  licensedSince: z.string().optional(),
  years: z.number().optional(),
  heightMetres: z.number().optional(),
  pilot: z.boolean().optional(),
  rank: z.enum(['mate', 'master']),
  radio: z.array(z.string()).optional(),
});

export function registerAskingTools(server: McpServer, office: Office): void {
  registerCaptainTool(server, office);
  registerFeeTool(server, office);
}

function registerCaptainTool(server: McpServer, { harbour }: Office): void {
  server.registerTool(
    'register_captain',
    {
      title: 'Register a captain',
      description: 'Registers a captain; asks for the details by a form while it runs.',
      inputSchema: z.object({ licence: z.string().min(3).max(20).describe('Licence number') }),
      annotations: writing,
      scopeChallenge: needsWriteScope,
    },
    ({ licence }, context) => {
      const answered = inputResponse(context.mcpReq.inputResponses, 'captain');
      const captain = acceptedContent(context.mcpReq.inputResponses, 'captain', captainAnswer);
      if (captain) {
        harbour.captains.set(licence, { licence, name: captain.name, details: captain });
        return structured({ licence, ...captain });
      }
      if (answered.kind === 'elicit' && answered.action !== 'accept')
        return { content: [text(`Captain ${licence} was not registered: the form was not filled in.`)] };
      return inputRequired({
        inputRequests: {
          captain: inputRequired.elicit({
            message: `Details of the captain with licence ${licence}`,
            requestedSchema: captainForm,
          }),
        },
      });
    },
  );
}

function registerFeeTool(server: McpServer, office: Office): void {
  const { harbour } = office;
  server.registerTool(
    'pay_harbour_fee',
    {
      title: 'Pay the harbour fee',
      description:
        'Asks the person to open a payment page of the harbour office. No money moves: it is an example.',
      inputSchema: z.object({ imo: z.string() }),
      annotations: writing,
      scopeChallenge: needsWriteScope,
    },
    async ({ imo }, context) => {
      const ship = harbour.ships.get(imo);
      if (!ship) return toolError(`No ship with IMO number ${imo} is known here.`);
      const state = context.mcpReq.requestState<{ payment: string }>();
      const payment = state && harbour.payments.get(state.payment);
      if (!payment) {
        const opened = harbour.payments.open({
          id: randomUUID(),
          imo,
          amountEuro: Math.round(ship.lengthMetres * 1.5),
        });
        return inputRequired({
          requestState: await office.stateCodec.mint({ payment: opened.id }, context),
          inputRequests: {
            pay: inputRequired.elicitUrl({
              message: `Pay the harbour fee of ${opened.amountEuro} euro for ${ship.name}.`,
              url: `${office.origin()}/pay/${opened.id}`,
            }),
          },
        });
      }
      const answer = inputResponse(context.mcpReq.inputResponses, 'pay');
      if (answer.kind === 'elicit' && answer.action !== 'accept')
        return { content: [text(`The fee for ${ship.name} was not paid: the page was not opened.`)] };
      const paid = await harbour.payments.untilPaid(
        payment.id,
        office.paymentWaitMilliseconds,
        context.mcpReq.signal,
      );
      return paid
        ? { content: [text(`The fee of ${payment.amountEuro} euro for ${ship.name} is paid.`)] }
        : toolError(`The fee for ${ship.name} is still open. Call again to get a new payment page.`);
    },
  );
}
