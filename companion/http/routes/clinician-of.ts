import type { FastifyRequest } from 'fastify'
import { EarshotError } from '../../../device/contracts/errors.js'
import type { UnlockedClinician } from '../services.js'

/** The clinician of the request's sign-in. @throws SIGN_IN_REQUIRED on a route that does not ask for one */
export function clinicianOf(request: FastifyRequest): UnlockedClinician {
  if (request.signIn === null) throw new EarshotError('SIGN_IN_REQUIRED', 'nobody is signed in')
  return request.signIn.clinician
}
